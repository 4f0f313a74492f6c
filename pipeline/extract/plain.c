#include "pipeline/extract/plain.h"

#include "pipeline/extract/text.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Sixteen characters; gcc and clang have such vectors for every processor. A comparison sets all bits of the
 * bytes that pass. */
#define STEP 16
typedef uint8_t chars __attribute__((vector_size(STEP)));

/* One bit for each byte of a comparison, the first lowest. */
static uint32_t bits(chars test)
{
#ifdef __SSE2__
    return (uint32_t)_mm_movemask_epi8((__m128i)test);
#else
    uint32_t found = 0;
    for (int i = 0; i < STEP; i++)
        found |= (uint32_t)(test[i] & 1) << i;
    return found;
#endif
}

/* The next characters, zeros behind the last: they end a run. */
static chars load(const uint8_t *p, const uint8_t *end)
{
    chars c = {0};
    if (end - p >= STEP)
        memcpy(&c, p, STEP);
    else
        memcpy(&c, p, (size_t)(end - p));
    return c;
}

/* Bits set in the lower and in the upper half of x, in these halves. */
static uint32_t count_halves(uint32_t x)
{
    x -= (x >> 1) & 0x55555555u;
    x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0fu;
    return (x + (x >> 8)) & 0x00ff00ffu;
}

/* Letters, digits and '_'. */
static chars is_word(chars c)
{
    return (chars)((c | 0x20) - 'a' < 26) | (chars)(c - '0' < 10) | (chars)(c == '_');
}

size_t ws_plain_copy(const uint8_t *p, const uint8_t *end, uint8_t *out, struct ws_plain *r)
{
    const uint8_t *start = p;
    uint32_t in_word = r->in_word, behind_blank = 1; /* a run does not begin with a blank */
    uint32_t stop = 0;
    while (!stop && p < end) {
        const chars c = load(p, end), newline = (chars)(c == '\n'), shown = (chars)(c - '!' < 0x7f - '!');
        const chars as_blank = c ^ (newline & ('\n' ^ ' '));
        const uint32_t blank = bits((chars)(as_blank == ' '));
        const uint32_t second = r->no_blanks ? blank : blank & (blank << 1 | behind_blank);
        stop = (bits(shown) ^ 0xffffu ^ blank) | second;
        const uint32_t run = ((stop & -stop) - 1) & 0xffffu; /* what is below the first that stops */
        const uint32_t word = bits(is_word(c)) & run;
        const uint32_t counts = count_halves((word & ~(word << 1 | in_word)) | (run & ~blank) << 16);
        const size_t n = stop ? (size_t)__builtin_ctz(stop) : STEP;
        memcpy(out, &as_blank, STEP);
        r->words += counts & 0xffffu;
        r->chars += counts >> 16;
        in_word = word >> (STEP - 1);
        behind_blank = blank >> (STEP - 1);
        p += n;
        out += n;
    }
    if (p > start && out[-1] == ' ') { /* it is not between two characters */
        p--;
        out--;
    }
    if (p > start)
        r->in_word = ws_byte_class[out[-1]] == WS_CHAR_WORD;
    return (size_t)(p - start);
}
