#include "pipeline/extract/json_ld.h"

#include <string.h>

struct scanner {
    const uint8_t *p, *end;
    struct ws_arena *arena;
};

static int hex4(const uint8_t *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        int c = p[i], d = c >= '0' && c <= '9'                 ? c - '0'
                          : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                               : -1;
        if (d < 0)
            return -1;
        v = v << 4 | d;
    }
    return v;
}

static size_t put_utf8(uint8_t *o, uint32_t c)
{
    if (c < 0x80) {
        o[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        o[0] = (uint8_t)(0xc0 | c >> 6);
        o[1] = (uint8_t)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        o[0] = (uint8_t)(0xe0 | c >> 12);
        o[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        o[2] = (uint8_t)(0x80 | (c & 0x3f));
        return 3;
    }
    o[0] = (uint8_t)(0xf0 | c >> 18);
    o[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
    o[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
    o[3] = (uint8_t)(0x80 | (c & 0x3f));
    return 4;
}

/* A \uXXXX escape at p (behind the u), surrogate pairs joined, lone ones replaced. Returns its
 * length. */
static size_t unicode_escape(const uint8_t *p, const uint8_t *end, uint32_t *c)
{
    int hi = end - p >= 4 ? hex4(p) : -1;
    *c = 0xfffd;
    if (hi < 0)
        return 0;
    if (hi < 0xd800 || hi > 0xdfff) {
        *c = (uint32_t)hi;
        return 4;
    }
    int lo = end - p >= 10 && p[4] == '\\' && p[5] == 'u' ? hex4(p + 6) : -1;
    if (hi > 0xdbff || lo < 0xdc00 || lo > 0xdfff)
        return 4;
    *c = 0x10000u + ((uint32_t)(hi - 0xd800) << 10) + (uint32_t)(lo - 0xdc00);
    return 10;
}

/* The end of the string that begins at p (behind the quote): its closing quote, or the end. */
static const uint8_t *string_end(const uint8_t *p, const uint8_t *end)
{
    while (p < end && *p != '"')
        p += *p == '\\' && end - p > 1 ? 2 : 1;
    return p;
}

static struct ws_slice unescape(struct ws_arena *arena, const uint8_t *p, const uint8_t *end)
{
    /* longest growth: "\u" without digits, 2 bytes, gives U+FFFD, 3 bytes */
    const size_t n = (size_t)(end - p);
    uint8_t *o = ws_arena_alloc(arena, n + n / 2 + 1), *at = o;
    if (!o)
        return (struct ws_slice){NULL, 0};
    while (p < end) {
        if (*p != '\\' || end - p < 2) {
            *at++ = *p++;
            continue;
        }
        uint32_t c = p[1];
        p += 2;
        if (c == 'u')
            p += unicode_escape(p, end, &c);
        else if (c == 'n' || c == 't' || c == 'r' || c == 'b' || c == 'f')
            c = ' ';
        else if (c >= 0x80) { /* no escape: keep the character whole */
            p--;
            continue;
        }
        at += put_utf8(at, c ? c : ' ');
    }
    return (struct ws_slice){o, (size_t)(at - o)};
}

static void skip_blank(struct scanner *s)
{
    while (s->p < s->end && *s->p <= ' ')
        s->p++;
}

static bool key_is(struct ws_slice key, const char *name)
{
    return key.n == strlen(name) && memcmp(key.p, name, key.n) == 0;
}

static void take_string(struct scanner *s, struct ws_slice *to)
{
    const uint8_t *from = s->p + 1, *end = string_end(from, s->end);
    if (!to->n)
        *to = unescape(s->arena, from, end);
    s->p = end < s->end ? end + 1 : end;
}

/* One pass over all strings, whatever the nesting: a string followed by a colon is a key. After
 * the key "author" (an object or a list of them) the next "name" is the author's. */
void ws_json_ld_read(struct ws_slice json, struct ws_arena *arena, struct ws_json_ld *out)
{
    struct scanner s = {json.p, json.p + json.n, arena};
    bool author_open = false;
    while (s.p < s.end) {
        if (*s.p != '"') {
            s.p++;
            continue;
        }
        const uint8_t *from = s.p + 1, *end = string_end(from, s.end);
        struct ws_slice key = {from, (size_t)(end - from)};
        s.p = end < s.end ? end + 1 : end;
        skip_blank(&s);
        if (s.p >= s.end || *s.p != ':')
            continue;
        s.p++;
        skip_blank(&s);
        bool is_string = s.p < s.end && *s.p == '"';
        if (key_is(key, "author"))
            author_open = !is_string;
        if (!is_string)
            continue;
        if (key_is(key, "headline"))
            take_string(&s, &out->headline);
        else if (key_is(key, "datePublished"))
            take_string(&s, &out->date_published);
        else if (key_is(key, "author") || (author_open && key_is(key, "name"))) {
            take_string(&s, &out->author);
            author_open = false;
        }
    }
}
