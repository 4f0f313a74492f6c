#include "pipeline/extract/plain.h"

#include "pipeline/extract/text.h"
#include "pipeline/extract/vector.h"

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

size_t ws_plain_copy(const uint8_t *p, const uint8_t *end, uint8_t *out, struct ws_plain *r)
{
    const uint8_t *start = p;
    uint32_t in_word = r->in_word, behind_blank = 1; /* a run does not begin with a blank */
    uint32_t stop = 0, words = 0, chars = 0;
    const bool no_blanks = r->no_blanks;
    while (!stop && p < end) {
        const ws_vector c = ws_vector_load(p, end), newline = (ws_vector)(c == '\n');
        const ws_vector shown = (ws_vector)(c - '!' < 0x7f - '!');
        const ws_vector as_blank = c ^ (newline & ('\n' ^ ' '));
        const uint32_t blank = ws_vector_bits((ws_vector)(as_blank == ' '));
        const uint32_t second = no_blanks ? blank : blank & (blank << 1 | behind_blank);
        stop = (ws_vector_bits(shown) ^ 0xffffu ^ blank) | second;
        const uint32_t run = ((stop & -stop) - 1) & 0xffffu; /* what is below the first that stops */
        const uint32_t word = ws_vector_bits(is_word(c)) & run;
        const uint32_t counts = count_halves((word & ~(word << 1 | in_word)) | (run & ~blank) << 16);
        const size_t n = stop ? (size_t)__builtin_ctz(stop) : WS_VECTOR_BYTES;
        memcpy(out, &as_blank, WS_VECTOR_BYTES);
        words += counts & 0xffffu;
        chars += counts >> 16;
        in_word = word >> (WS_VECTOR_BYTES - 1);
        behind_blank = blank >> (WS_VECTOR_BYTES - 1);
        p += n;
        out += n;
    }
    if (p > start && out[-1] == ' ') { /* it is not between two characters */
        p--;
        out--;
    }
    r->words += words;
    r->chars += chars;
    if (p > start)
        r->in_word = ws_byte_class[out[-1]] == WS_CHAR_WORD;
    return (size_t)(p - start);
}
