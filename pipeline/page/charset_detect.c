#include "pipeline/page/charset_internal.h"

#include <string.h>

#define SAMPLE_BYTES                                                                           \
    ((size_t)32 << 10) /* of text with letters outside ASCII: enough for any model */
#define UTF16_BYTES ((size_t)512)

/* Case-insensitive search for "</name"; NULL when there is none. */
static const uint8_t *find_end_tag(const uint8_t *p, const uint8_t *end, const char *name)
{
    size_t n = strlen(name);
    while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        p++;
        if ((size_t)(end - p) <= n || *p != '/')
            continue;
        size_t i = 0;
        while (i < n && (p[1 + i] | 0x20) == name[i])
            i++;
        if (i == n)
            return p;
    }
    return NULL;
}

static const uint8_t *find_comment_end(const uint8_t *p, const uint8_t *end)
{
    while ((p = memchr(p, '>', (size_t)(end - p))) != NULL) {
        if (p[-1] == '-' && p[-2] == '-')
            return p;
        p++;
    }
    return NULL;
}

static bool is_element(const uint8_t *p, const uint8_t *end, const char *name)
{
    size_t n = strlen(name);
    if ((size_t)(end - p) <= n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((p[i] | 0x20) != name[i])
            return false;
    return p[n] == '>' || p[n] == '/' || p[n] <= ' ';
}

/* p stands behind '<'. Returns where the text goes on; whatever does not end takes the rest of
 * the page, so the walk stays linear. */
static const uint8_t *skip_markup(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *close;
    if (end - p >= 3 && memcmp(p, "!--", 3) == 0) {
        close = find_comment_end(p + 3, end);
    } else if (is_element(p, end, "script") || is_element(p, end, "style")) {
        close = find_end_tag(p, end, (*(p + 1) | 0x20) == 'c' ? "script" : "style");
        close = close ? memchr(close, '>', (size_t)(end - close)) : NULL;
    } else {
        close = memchr(p, '>', (size_t)(end - p));
    }
    return close ? close + 1 : end;
}

/* A byte that is not simply ASCII: above it, or the escape of ISO-2022-JP. */
static bool is_telling(const uint8_t *p, size_t n)
{
    const uint8_t *end = p + n;
    p += ws_ascii_run(p, end);
    return p < end || memchr(end - n, 0x1b, n);
}

/* Text between tags, as far as it has bytes that tell something, up to SAMPLE_BYTES. */
static bool sample_text(struct ws_slice page, struct ws_buf *sample)
{
    const uint8_t *p = page.p, *end = page.p + page.n;
    while (p < end && sample->n < SAMPLE_BYTES) {
        const uint8_t *tag = memchr(p, '<', (size_t)(end - p));
        size_t n = (size_t)((tag ? tag : end) - p);
        if (n > SAMPLE_BYTES - sample->n)
            n = SAMPLE_BYTES - sample->n;
        if (is_telling(p, n) &&
            (!ws_buf_append(sample, p, n) || !ws_buf_append(sample, "\n", 1)))
            return false;
        p = tag ? skip_markup(tag + 1, end) : end;
    }
    return true;
}

enum ws_encoding_id ws_charset_detect_utf16(struct ws_slice page)
{
    size_t n = page.n < UTF16_BYTES ? page.n & ~(size_t)1 : UTF16_BYTES, zeros[2] = {0, 0};
    for (size_t i = 0; i < n; i++)
        zeros[i & 1] += page.p[i] == 0;
    if (n >= 8 && zeros[1] * 4 > n && zeros[0] == 0)
        return WS_ENC_UTF_16LE;
    if (n >= 8 && zeros[0] * 4 > n && zeros[1] == 0)
        return WS_ENC_UTF_16BE;
    return WS_ENC_NONE;
}

/* uchardet knows encodings that are none of the web's: those stay undecided. */
static enum ws_encoding_id by_detector_name(const char *name)
{
    if (strcmp(name, "UHC") == 0)
        return WS_ENC_EUC_KR;
    if (strcmp(name, "ASCII") == 0)
        return WS_ENC_NONE;
    enum ws_encoding_id id =
        ws_encoding_by_label(ws_slice_of(name));
    return id == WS_ENC_REPLACEMENT ? WS_ENC_NONE : id;
}

/* The Windows page of the same letters, which pages mean even when they name the ISO one. */
static enum ws_encoding_id windows_sibling(enum ws_encoding_id id)
{
    switch (id) {
    case WS_ENC_ISO_8859_2:
        return WS_ENC_WINDOWS_1250;
    case WS_ENC_ISO_8859_4:
    case WS_ENC_ISO_8859_13:
        return WS_ENC_WINDOWS_1257;
    case WS_ENC_ISO_8859_5:
        return WS_ENC_WINDOWS_1251;
    case WS_ENC_ISO_8859_6:
        return WS_ENC_WINDOWS_1256;
    case WS_ENC_ISO_8859_7:
        return WS_ENC_WINDOWS_1253;
    case WS_ENC_ISO_8859_8:
        return WS_ENC_WINDOWS_1255;
    default:
        return WS_ENC_WINDOWS_1252;
    }
}

/* The detector's models know letters, not punctuation, and no English: quotes and dashes of
 * windows-1252 make it name any encoding. Its single-byte answers are therefore held against
 * the bytes 0x80..0xff seen:
 * - one that makes controls (or nothing) of them gives way to its Windows sibling;
 * - one that must differ from windows-1252 in few of them is taken for windows-1252. */
static enum ws_encoding_id settle(enum ws_encoding_id id, const struct ws_buf *sample)
{
    size_t seen[128] = {0}, all = 0, differ = 0;
    const uint16_t *western = ws_encodings[WS_ENC_WINDOWS_1252].index;
    for (size_t i = 0; i < sample->n; i++)
        if (sample->p[i] >= 0x80)
            seen[sample->p[i] - 0x80]++;
    const uint16_t *index = ws_encodings[id].index;
    for (size_t i = 0; i < 128; i++)
        if (seen[i] && (index[i] == 0 || (index[i] >= 0x80 && index[i] < 0xa0))) {
            id = windows_sibling(id);
            break;
        }
    index = ws_encodings[id].index;
    for (size_t i = 0; i < 128; i++) {
        all += seen[i];
        differ += index[i] != western[i] ? seen[i] : 0;
    }
    return differ < 4 || differ * 4 < all ? WS_ENC_WINDOWS_1252 : id;
}

enum ws_encoding_id ws_charset_detect(uchardet_t ud, struct ws_buf *sample,
                                      struct ws_slice page)
{
    ws_buf_clear(sample, SAMPLE_BYTES * 2);
    if (!sample_text(page, sample) || sample->n == 0)
        return WS_ENC_NONE;
    uchardet_reset(ud);
    if (uchardet_handle_data(ud, (const char *)sample->p, sample->n) != 0)
        return WS_ENC_NONE;
    uchardet_data_end(ud);
    enum ws_encoding_id id = by_detector_name(uchardet_get_charset(ud));
    if (id != WS_ENC_NONE && ws_encodings[id].kind == WS_KIND_SINGLE_BYTE)
        return settle(id, sample);
    return id;
}
