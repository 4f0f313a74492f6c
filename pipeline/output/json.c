#include "pipeline/output/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline void append(struct ws_json *j, const void *p, size_t n)
{
    struct ws_buf *b = j->out;
    if (!j->ok)
        return;
    if (n > b->cap - b->n || n > b->max - b->n) {
        j->ok = ws_buf_append(b, p, n);
    } else if (n) { /* the usual case without the call */
        memcpy(b->p + b->n, p, n);
        b->n += n;
    }
}

void ws_json_raw(struct ws_json *j, const char *text)
{
    append(j, text, strlen(text));
}

void ws_json_uint(struct ws_json *j, uint64_t value)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRIu64, value);
    append(j, digits, (size_t)n);
}

void ws_json_verbatim(struct ws_json *j, struct ws_slice json)
{
    append(j, json.p, json.n);
}

static bool between(uint8_t byte, uint8_t low, uint8_t high)
{
    return byte >= low && byte <= high;
}

/* Length of the well-formed sequence at p (Unicode 15, table 3-7), first byte not ASCII. When
 * there is none: 0, and *bad is the length of what one U+FFFD stands for (maximal subpart). */
static size_t sequence(const uint8_t *p, size_t n, size_t *bad)
{
    uint8_t low = 0x80, high = 0xBF; /* of the second byte */
    size_t want;
    if (between(p[0], 0xC2, 0xDF)) {
        want = 2;
    } else if (between(p[0], 0xE0, 0xEF)) {
        want = 3;
        low = p[0] == 0xE0 ? 0xA0 : low;
        high = p[0] == 0xED ? 0x9F : high;
    } else if (between(p[0], 0xF0, 0xF4)) {
        want = 4;
        low = p[0] == 0xF0 ? 0x90 : low;
        high = p[0] == 0xF4 ? 0x8F : high;
    } else {
        *bad = 1;
        return 0;
    }
    size_t i = 1;
    if (i < n && between(p[i], low, high))
        for (i = 2; i < want && i < n && between(p[i], 0x80, 0xBF);)
            i++;
    *bad = i;
    return i == want ? want : 0;
}

static bool continues(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The same for the sequences of two and three bytes that nearly all are; 0: one of the others, or none. */
static inline size_t usual_sequence(const uint8_t *p, size_t n)
{
    if (n >= 2 && between(p[0], 0xC2, 0xDF))
        return continues(p[1]) ? 2 : 0;
    bool three = n >= 3 && between(p[0], 0xE1, 0xEF) && p[0] != 0xED;
    return three && continues(p[1]) && continues(p[2]) ? 3 : 0;
}

/* c: below 128 */
static void escape(struct ws_json *j, uint8_t c)
{
    static const char SHORT[128] = /* what stands behind the backslash */
        {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\'};
    char code[8] = {'\\', SHORT[c]};
    if (!code[1])
        snprintf(code, sizeof code, "\\u%04x", c);
    append(j, code, code[1] == 'u' ? 6 : 2);
}

/* Sixteen bytes; gcc and clang have such vectors for every processor. A comparison sets all bits of the bytes
 * that pass. */
#define ROW 16
typedef uint8_t row __attribute__((vector_size(ROW)));

/* One bit for each byte of a comparison, the first lowest. */
static uint32_t bits(row test)
{
#ifdef __SSE2__
    return (uint32_t)_mm_movemask_epi8((__m128i)test);
#else
    uint32_t found = 0;
    for (int i = 0; i < ROW; i++)
        found |= (uint32_t)(test[i] & 1) << i;
    return found;
#endif
}

/* ASCII that goes out as it is: no control character, quote or backslash. */
static bool is_plain(uint8_t c)
{
    return between(c, ' ', 0x7f) && c != '"' && c != '\\';
}

/* Where the next byte is that is not plain, from i on. */
static size_t skip_plain(struct ws_slice s, size_t i)
{
    if (i < s.n && s.p[i] >= 0x80) /* text in other letters: nothing to skip */
        return i;
    while (s.n - i >= ROW) {
        row b;
        memcpy(&b, s.p + i, ROW);
        uint32_t special = bits((row)(b - ' ' > 0x7f - ' ') | (row)(b == '"') | (row)(b == '\\'));
        if (special)
            return i + (size_t)__builtin_ctz(special);
        i += ROW;
    }
    while (i < s.n && is_plain(s.p[i]))
        i++;
    return i;
}

/* What stands between the quotes. */
static void put_characters(struct ws_json *j, struct ws_slice s)
{
    size_t from = 0, i = 0; /* s[from..i) goes out as it is */
    while ((i = skip_plain(s, i)) < s.n) {
        uint8_t c = s.p[i];
        size_t bad = 0, good = c < 0x80 ? 1 : usual_sequence(s.p + i, s.n - i);
        if (!good)
            good = sequence(s.p + i, s.n - i, &bad);
        if (good > 1) {
            i += good;
            continue;
        }
        append(j, s.p + from, i - from);
        if (good)
            escape(j, c);
        else
            append(j, "\xEF\xBF\xBD", 3);
        i += good ? good : bad;
        from = i;
    }
    if (i > from)
        append(j, s.p + from, i - from);
}

void ws_json_string(struct ws_json *j, struct ws_slice s)
{
    append(j, "\"", 1);
    put_characters(j, s);
    append(j, "\"", 1);
}

void ws_json_joined(struct ws_json *j, const struct ws_slice *list, size_t n)
{
    append(j, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        if (i)
            append(j, ", ", 2);
        put_characters(j, list[i]);
    }
    append(j, "\"", 1);
}

void ws_json_cstr(struct ws_json *j, const char *s)
{
    ws_json_string(j, ws_slice_of(s));
}

void ws_json_put_uint(struct ws_json *j, const char *front, uint64_t value)
{
    ws_json_raw(j, front);
    ws_json_uint(j, value);
}

void ws_json_put_bool(struct ws_json *j, const char *front, bool value)
{
    ws_json_raw(j, front);
    ws_json_raw(j, value ? "true" : "false");
}

void ws_json_put_string(struct ws_json *j, const char *front, struct ws_slice s)
{
    ws_json_raw(j, front);
    ws_json_string(j, s);
}

void ws_json_put_cstr(struct ws_json *j, const char *front, const char *s)
{
    ws_json_raw(j, front);
    ws_json_cstr(j, s);
}
