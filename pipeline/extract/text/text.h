/* text.h - characters as the extractor sees them. Source of the classes: Unicode 15 general categories,
 * reduced to ranges; they match how ../shared/bench/score.py counts words.
 * All functions expect valid UTF-8. */
#ifndef WARCSIFT_TEXT_H
#define WARCSIFT_TEXT_H

#include "warcsift/base.h"

#include <string.h>

struct ws_slices {
    const struct ws_slice *v;
    size_t n;
};

enum ws_char_class {
    WS_CHAR_SPACE,  /* white space, no-break spaces too; WS_OBJECT */
    WS_CHAR_IGNORE, /* soft hyphen, zero-width space, byte order and direction marks, controls, private
                     * use (icons): never shown. Not the joiners: seams.h */
    WS_CHAR_PUNCT,  /* punctuation and symbols */
    WS_CHAR_WORD,   /* letters, digits, marks of scripts that put blanks between words */
    WS_CHAR_SOLO    /* a letter that counts as a word: Han, kana, Thai, Lao, Khmer */
};

#define WS_BYTE_WIDE 5 /* a byte of a character from U+0080 on */

uint32_t ws_utf8_next_long(const uint8_t **p, const uint8_t *end); /* of any length */
enum ws_char_class ws_char_class_search(uint32_t c); /* from U+0080 */
extern const uint8_t ws_word_byte[256]; /* small letters and digits as they are hashed; 0: no part of an ASCII word */
extern const uint8_t ws_byte_class[256]; /* enum ws_char_class, or WS_BYTE_WIDE */

/* From U+0080. */
static inline uint32_t ws_utf8_next_wide(const uint8_t **p, const uint8_t *end)
{
    const uint8_t *s = *p;
    if (*s >= 0xe0 || end - s < 2)
        return ws_utf8_next_long(p, end);
    *p = s + 2;
    return (*s & 0x1fu) << 6 | (s[1] & 0x3fu);
}

/* From U+0080; Latin is what most text is made of. */
static inline enum ws_char_class ws_char_class_wide(uint32_t c)
{
    return c - 0xc0 < 0x28f && c != 0xd7 && c != 0xf7 ? WS_CHAR_WORD : ws_char_class_search(c);
}

/* Reads the character at p (p < end) and moves p behind it. */
static inline uint32_t ws_utf8_next(const uint8_t **p, const uint8_t *end)
{
    return **p < 0x80 ? *(*p)++ : ws_utf8_next_wide(p, end);
}

static inline enum ws_char_class ws_char_class(uint32_t c)
{
    return c < 0x80 ? (enum ws_char_class)ws_byte_class[c] : ws_char_class_wide(c);
}

/* Ends a sentence: . ! ? and their Chinese, Arabic, Devanagari ... relatives. */
bool ws_is_stop(uint32_t c);

/* , and its Chinese, Japanese and Arabic relatives. */
static inline bool ws_is_comma(uint32_t c)
{
    return c == ',' || c == 0x60c || c == 0x3001 || c == 0xff0c;
}

/* Separates parts of a sentence or ends one. */
bool ws_is_sentence_punct(uint32_t c);

static inline uint8_t ws_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

/* Words of s: runs of word characters, and every solo character. */
uint32_t ws_count_words(struct ws_slice s);

/* Bytes of s before the first part; s.n: there is none, or part is empty. */
size_t ws_bytes_before(struct ws_slice s, struct ws_slice part);

static inline bool ws_contains(struct ws_slice s, struct ws_slice part)
{
    return ws_bytes_before(s, part) < s.n;
}

static inline bool ws_begins_with(struct ws_slice s, struct ws_slice part)
{
    return s.n >= part.n && (!part.n || !memcmp(s.p, part.p, part.n));
}

/* s without outer white space (ASCII and no-break spaces). Most texts have none. */
struct ws_slice ws_trim_blanks(struct ws_slice s);
static inline struct ws_slice ws_trim_text(struct ws_slice s)
{
    bool none = s.n && s.p[0] > ' ' && s.p[0] < 0x80 && s.p[s.n - 1] > ' ' && s.p[s.n - 1] < 0x80;
    return none ? s : ws_trim_blanks(s);
}

/* ASCII case-insensitive comparison with a lower-case C string. Most are of another length, which compilers
 * know of a literal, or begin otherwise. */
bool ws_same_nocase(const uint8_t *p, const char *lower, size_t n);
static inline bool ws_equals_nocase(struct ws_slice s, const char *lower)
{
    return s.n == strlen(lower) && (!s.n || ws_lower(*s.p) == (uint8_t)*lower) && ws_same_nocase(s.p, lower, s.n);
}

/* Hash of a word with ASCII letters folded to lower case (FNV-1a, 32 bits; never 0). */
#define WS_HASH_START 2166136261u
#define WS_HASH_PRIME 16777619u
uint32_t ws_word_hash(const uint8_t *p, size_t n);

static inline bool ws_is_digit(uint8_t c) /* of ASCII */
{
    return c >= '0' && c <= '9';
}

static inline bool ws_is_letter(uint8_t c) /* of ASCII */
{
    return (uint8_t)((c | 0x20) - 'a') < 26;
}

/* Parts of a name in markup are runs of letters; a capital behind a small letter starts one, too ("sideBar").
 * Sets part to the next one at or behind p and returns what stands behind it; part->n == 0: there is none.
 * hash: ws_word_hash() of the part. */
static inline const uint8_t *ws_name_part(const uint8_t *p, const uint8_t *end, struct ws_slice *part,
                                          uint32_t *hash)
{
    uint32_t h = WS_HASH_START;
    while (p < end && !ws_is_letter(*p))
        p++;
    part->p = p;
    while (p < end && ws_is_letter(*p)) {
        h = (h ^ (*p | 0x20u)) * WS_HASH_PRIME;
        p++;
        if (p < end && p[-1] >= 'a' && *p <= 'Z') /* the next part, or no letter */
            break;
    }
    part->n = (size_t)(p - part->p);
    *hash = h ? h : 1;
    return p;
}

/* The eight bytes at p, the first lowest. */
static inline uint64_t ws_load_8(const uint8_t *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

/* The upper bit of each of eight bytes that is a letter of ASCII. */
static inline uint64_t ws_letters_of_8(uint64_t bytes)
{
    const uint64_t each = UINT64_C(0x0101010101010101), low = (bytes | each * 0x20) & each * 0x7f;
    return (low + each * (0x80 - 'a')) & ~(low + each * (0x7f - 'z')) & ~bytes & each * 0x80;
}

/* How many of the eight bytes at p are letters of ASCII, up to the first that is none. */
static inline size_t ws_letter_run_of_8(const uint8_t *p)
{
    const uint64_t others = ws_letters_of_8(ws_load_8(p)) ^ UINT64_C(0x8080808080808080);
    return others ? (size_t)__builtin_ctzll(others) / 8 : 8;
}

/* Goes on with hash h over s, ASCII letters folded to lower case, eight bytes at once; not the same on machines
 * of another byte order. */
uint64_t ws_hash_folded(uint64_t h, struct ws_slice s);

/* Calls fn for every word of s until it returns false. */
void ws_each_word(struct ws_slice s, bool (*fn)(void *ctx, const uint8_t *p, size_t n), void *ctx);

#endif
