/* Decoders of the WHATWG Encoding Standard: bytes in any encoding, UTF-8 out, U+FFFD for what
 * is malformed. */
#include "pipeline/page/charset_multibyte.h"

#include <string.h>

#define BLOCK       ((size_t)4096) /* input bytes between two checks of the output's room */
#define KEEP_BYTES  ((size_t)1 << 20)
#define REPLACEMENT 0xfffdu

void ws_decoder_init(struct ws_decoder *d, size_t max_bytes)
{
    ws_buf_init(&d->euc, max_bytes);
}

void ws_decoder_release(struct ws_decoder *d)
{
    ws_buf_release(&d->euc);
}

/* One block of input that needs at most `most` bytes of output for each of its own. */
static struct ws_slice take_block(struct ws_slice *page, size_t most, struct ws_buf *out)
{
    struct ws_slice block = {page->p, page->n < BLOCK ? page->n : BLOCK};
    if (!ws_buf_reserve(out, block.n * most))
        return (struct ws_slice){0};
    page->p += block.n;
    page->n -= block.n;
    return block;
}

static bool decode_utf8(struct ws_slice page, struct ws_buf *out)
{
    const uint8_t *p = page.p, *end = page.p + page.n, *good = p;
    while (p < end) {
        size_t bad, n = ws_utf8_sequence(p, end, &bad);
        if (n) {
            p += n == 1 ? ws_ascii_run(p, end) : n;
            continue;
        }
        if (!ws_buf_append(out, good, (size_t)(p - good)) ||
            !ws_buf_append(out, "\xef\xbf\xbd", 3))
            return false;
        good = p += bad;
    }
    return ws_buf_append(out, good, (size_t)(p - good));
}

static uint32_t unit16(const uint8_t *p, bool big)
{
    return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static bool decode_utf16(struct ws_slice page, bool big, struct ws_buf *out)
{
    const uint8_t *p = page.p, *end = page.p + page.n;
    while (p < end) {
        if (!ws_buf_reserve(out, 4))
            return false;
        uint32_t c = REPLACEMENT;
        if (end - p < 2) {
            p = end;
        } else {
            uint32_t low = 0;
            c = unit16(p, big);
            p += 2;
            if (c >= 0xd800 && c <= 0xdbff && end - p >= 2)
                low = unit16(p, big);
            if (low >= 0xdc00 && low <= 0xdfff) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                p += 2;
            } else if (c >= 0xd800 && c <= 0xdfff) {
                c = REPLACEMENT;
            }
        }
        out->n += ws_utf8_put(out->p + out->n, c);
    }
    return true;
}

/* index: NULL for x-user-defined. */
static bool decode_single_byte(struct ws_slice page, const uint16_t *index, struct ws_buf *out)
{
    while (page.n) {
        struct ws_slice block = take_block(&page, 3, out);
        if (!block.n)
            return false;
        const uint8_t *p = block.p, *end = block.p + block.n;
        uint8_t *to = out->p + out->n;
        while (p < end) {
            size_t ascii = ws_ascii_run(p, end);
            memcpy(to, p, ascii);
            to += ascii;
            p += ascii;
            for (; p < end && *p >= 0x80; p++) {
                uint32_t c = index ? index[*p - 0x80] : 0xf700u + *p;
                to += ws_utf8_put(to, c ? c : REPLACEMENT);
            }
        }
        out->n = (size_t)(to - out->p);
    }
    return true;
}

/* Escape sequences of ISO-2022-JP (Encoding Standard, 12.2). */
enum jp_state { JP_ASCII, JP_ROMAN, JP_KATAKANA, JP_KANJI, JP_NO_ESCAPE };

static enum jp_state jp_escape(const uint8_t *p, const uint8_t *end)
{
    if (end - p < 3)
        return JP_NO_ESCAPE;
    if (p[1] == '$')
        return p[2] == '@' || p[2] == 'B' ? JP_KANJI : JP_NO_ESCAPE;
    if (p[1] != '(')
        return JP_NO_ESCAPE;
    return p[2] == 'B'   ? JP_ASCII
           : p[2] == 'J' ? JP_ROMAN
           : p[2] == 'I' ? JP_KATAKANA
                         : JP_NO_ESCAPE;
}

/* Writes the character at p in EUC-JP to at most 2 bytes at *to; returns how many bytes it
 * took. What is malformed becomes 0xff, which is malformed in EUC-JP too. Yen and overline of
 * the Roman set stay the ASCII backslash and tilde they replace. */
static size_t jp_to_euc(enum jp_state state, const uint8_t *p, const uint8_t *end, uint8_t **to)
{
    bool pair = end - p >= 2 && p[0] >= 0x21 && p[0] <= 0x7e && p[1] >= 0x21 && p[1] <= 0x7e;
    if (state == JP_KATAKANA && p[0] >= 0x21 && p[0] <= 0x5f) {
        *(*to)++ = 0x8e;
        *(*to)++ = p[0] | 0x80;
        return 1;
    }
    if (state == JP_KANJI && pair) {
        *(*to)++ = p[0] | 0x80;
        *(*to)++ = p[1] | 0x80;
        return 2;
    }
    bool plain = state < JP_KATAKANA
                     ? p[0] < 0x80 && p[0] != 0x0e && p[0] != 0x0f && p[0] != 0x1b
                     : p[0] == '\n' || p[0] == '\r';
    *(*to)++ = plain ? p[0] : 0xff;
    return 1;
}

static bool iso_2022_jp_to_euc(struct ws_slice page, struct ws_buf *out)
{
    enum jp_state state = JP_ASCII;
    const uint8_t *p = page.p, *end = page.p + page.n;
    ws_buf_clear(out, KEEP_BYTES);
    while (p < end) {
        enum jp_state next = *p == 0x1b ? jp_escape(p, end) : JP_NO_ESCAPE;
        if (next != JP_NO_ESCAPE) {
            state = next;
            p += 3;
            continue;
        }
        if (!ws_buf_reserve(out, 2))
            return false;
        uint8_t *to = out->p + out->n;
        p += jp_to_euc(state, p, end, &to);
        out->n = (size_t)(to - out->p);
    }
    return true;
}

bool ws_decode(struct ws_decoder *d, enum ws_encoding_id id, struct ws_slice page,
               struct ws_buf *out)
{
    const struct ws_encoding *e = &ws_encodings[id];
    switch (e->kind) {
    case WS_KIND_UTF_8:
        return decode_utf8(page, out);
    case WS_KIND_UTF_16LE:
    case WS_KIND_UTF_16BE:
        return decode_utf16(page, e->kind == WS_KIND_UTF_16BE, out);
    case WS_KIND_SINGLE_BYTE:
    case WS_KIND_USER_DEFINED:
        return decode_single_byte(page, e->index, out);
    case WS_KIND_MULTI_BYTE:
        return ws_decode_multibyte(e->multibyte, page, out);
    case WS_KIND_ISO_2022_JP:
        if (!iso_2022_jp_to_euc(page, &d->euc))
            return false;
        page = (struct ws_slice){d->euc.p, d->euc.n};
        return page.n == 0 || ws_decode_multibyte(e->multibyte, page, out);
    case WS_KIND_REPLACEMENT:
        return page.n == 0 || ws_buf_append(out, "\xef\xbf\xbd", 3);
    }
    return false;
}
