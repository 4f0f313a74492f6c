#include "pipeline/extract/text/plain.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/extract/text/vector.h"
#include "pipeline/page/avx2_bytes.h"

/* Bits set in the lower and in the upper half of x, in these halves. */
static uint32_t count_halves(uint32_t x)
{
    x -= (x >> 1) & 0x55555555u;
    x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0fu;
    return (x + (x >> 8)) & 0x00ff00ffu;
}

/* Letters, digits and '_'. */
static ws_vector is_word(ws_vector c)
{
    return (ws_vector)((c | 0x20) - 'a' < 26) | (ws_vector)(c - '0' < 10) | (ws_vector)(c == '_');
}

/* Where the copying is. */
struct place {
    const uint8_t *p;
    uint8_t *out;
    uint32_t chars, words;
    uint32_t in_word, behind_blank; /* of the last byte: 0 or 1 */
    bool no_blanks, stopped;
};

static inline void go_on(struct place *x, const uint8_t *end)
{
    uint32_t stop = 0;
    while (!stop && x->p < end) {
        const ws_vector c = ws_vector_load(x->p, end), newline = (ws_vector)(c == '\n');
        const ws_vector shown = (ws_vector)(c - '!' < 0x7f - '!');
        const ws_vector as_blank = c ^ (newline & ('\n' ^ ' '));
        const uint32_t blank = ws_vector_bits((ws_vector)(as_blank == ' '));
        const uint32_t second = x->no_blanks ? blank : blank & (blank << 1 | x->behind_blank);
        stop = (ws_vector_bits(shown) ^ 0xffffu ^ blank) | second;
        const uint32_t run = ((stop & -stop) - 1) & 0xffffu; /* what is below the first that stops */
        const uint32_t word = ws_vector_bits(is_word(c)) & run;
        const uint32_t counts = count_halves((word & ~(word << 1 | x->in_word)) | (run & ~blank) << 16);
        const size_t n = stop ? (size_t)__builtin_ctz(stop) : WS_VECTOR_BYTES;
        memcpy(x->out, &as_blank, WS_VECTOR_BYTES);
        x->words += counts & 0xffffu;
        x->chars += counts >> 16;
        x->in_word = word >> (WS_VECTOR_BYTES - 1);
        x->behind_blank = blank >> (WS_VECTOR_BYTES - 1);
        x->p += n;
        x->out += n;
    }
}

#ifdef WS_AVX2
#define WIDE_BYTES 32

WS_AVX2 static inline uint32_t bits_of(__m256i test)
{
    return (uint32_t)_mm256_movemask_epi8(test);
}

/* Of ASCII only: other bytes are below zero here. */
WS_AVX2 static inline __m256i is_between(__m256i c, char first, char last)
{
    return _mm256_and_si256(_mm256_cmpgt_epi8(c, _mm256_set1_epi8((char)(first - 1))),
                            _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(last + 1)), c));
}

WS_AVX2 static inline __m256i is_word_wide(__m256i c)
{
    const __m256i letter = is_between(_mm256_or_si256(c, _mm256_set1_epi8(0x20)), 'a', 'z');
    const __m256i other = _mm256_cmpeq_epi8(c, _mm256_set1_epi8('_'));
    return _mm256_or_si256(_mm256_or_si256(letter, is_between(c, '0', '9')), other);
}

/* Goes on for as long as so many bytes can be read. */
WS_AVX2 static void go_on_wide(struct place *to, const uint8_t *end, const uint8_t *readable)
{
    struct place x = *to;
    uint32_t stop = 0;
    while (!stop && x.p < end && readable - x.p >= WIDE_BYTES) {
        const __m256i c = ws_load32(x.p);
        const __m256i newline = _mm256_cmpeq_epi8(c, _mm256_set1_epi8('\n'));
        const __m256i as_blank = _mm256_xor_si256(c, _mm256_and_si256(newline, _mm256_set1_epi8('\n' ^ ' ')));
        const uint32_t blank = bits_of(_mm256_cmpeq_epi8(as_blank, _mm256_set1_epi8(' ')));
        const uint32_t shown = bits_of(is_between(c, '!', 0x7e));
        const uint32_t behind_end = end - x.p < WIDE_BYTES ? ~UINT32_C(0) << (end - x.p) : 0;
        const uint32_t second = x.no_blanks ? blank : blank & (blank << 1 | x.behind_blank);
        stop = ~(shown | blank) | second | behind_end;
        const uint32_t run = (stop - 1) & ~stop; /* what is below the first that stops */
        const uint32_t word = bits_of(is_word_wide(c)) & run;
        const unsigned n = (unsigned)__builtin_popcount(run);
        _mm256_storeu_si256((__m256i *)(void *)x.out, as_blank);
        x.words += (uint32_t)__builtin_popcount(word & ~(word << 1 | x.in_word));
        x.chars += (uint32_t)__builtin_popcount(run & ~blank);
        x.in_word = word >> (WIDE_BYTES - 1);
        x.behind_blank = blank >> (WIDE_BYTES - 1);
        x.p += n;
        x.out += n;
    }
    *to = x;
    to->stopped = stop;
}
#endif

size_t ws_plain_copy(const uint8_t *p, const uint8_t *end, uint8_t *out, struct ws_plain *r)
{
    struct place x = {p, out, 0, 0, r->in_word, 1 /* a run does not begin with a blank */, r->no_blanks, false};
#ifdef WS_AVX2
    if (r->readable - p >= WIDE_BYTES && ws_has_avx2())
        go_on_wide(&x, end, r->readable);
#endif
    if (!x.stopped)
        go_on(&x, end);
    if (x.p > p && x.out[-1] == ' ') { /* it is not between two characters */
        x.p--;
        x.out--;
    }
    r->words += x.words;
    r->chars += x.chars;
    if (x.p > p)
        r->in_word = ws_byte_class[x.out[-1]] == WS_CHAR_WORD;
    return (size_t)(x.p - p);
}
