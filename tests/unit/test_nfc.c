/* Unicode normalization beside the library's own, on all characters, and what hostile text costs. */
#include "pipeline/extract/text/nfc.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <utf8proc.h>

static struct ws_arena arena;

static void is_nfc(const char *in, const char *want, const char *what)
{
    ws_arena_reset(&arena);
    IS_SLICE(ws_nfc(&arena, SLICE(in)), want, what);
}

static void test_samples(void)
{
    is_nfc("", "", "nothing");
    is_nfc("plain", "plain", "ASCII");
    is_nfc("Tie\u0302\u0301ng Vie\u0323\u0302t", "Ti\u1ebfng Vi\u1ec7t", "Vietnamese");
    is_nfc("e\u0302\u0323", "\u1ec7", "marks in any order");
    is_nfc("e\u0323\u0302\u0301", "\u1ec7\u0301", "a mark that is left over");
    is_nfc("\u0415\u0308\u043b\u043a\u0438\u0306", "\u0401\u043b\u043a\u0439", "Russian");
    is_nfc("\u30ab\u3099\u306f\u309a", "\u30ac\u3071", "kana");
    is_nfc("\u1112\u1161\u11ab", "\ud55c", "Hangul");
    is_nfc("\u0958\u093e", "\u0915\u093c\u093e", "Devanagari: an excluded letter is taken apart");
    is_nfc("\u2126 \u212b", "\u03a9 \u00c5", "signs that are letters");
    is_nfc("\uf9d0", "\u985e", "a compatibility ideograph");
    is_nfc("\u05e9\u05bc\u05c1", "\u05e9\u05bc\u05c1", "Hebrew points in order");
    is_nfc("\u05e9\u05c1\u05bc", "\u05e9\u05bc\u05c1", "Hebrew points out of order");
    is_nfc("\u0301a", "\u0301a", "a mark on nothing");
    struct ws_slice s = SLICE("Gr\u00fc\u00dfe \u4e2d\u6587 \u0e17\u0e35\u0e48 \u0939\u093f\u0928\u094d\u0926\u0940");
    OK(ws_nfc(&arena, s).p == s.p, "text in NFC is not copied");
}

/* NFC by the library, of one or two characters. */
static size_t by_library(const utf8proc_int32_t *c, size_t n, uint8_t *in, size_t *n_in, uint8_t *out)
{
    *n_in = 0;
    for (size_t i = 0; i < n; i++)
        *n_in += (size_t)utf8proc_encode_char(c[i], in + *n_in);
    utf8proc_uint8_t *nfc = NULL;
    utf8proc_ssize_t got = utf8proc_map(in, (utf8proc_ssize_t)*n_in, &nfc,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (got < 0)
        return 0;
    memcpy(out, nfc, (size_t)got);
    free(nfc);
    return (size_t)got;
}

static bool same_as_library(const utf8proc_int32_t *c, size_t n)
{
    uint8_t in[64], want[256];
    size_t n_in, n_want = by_library(c, n, in, &n_in, want);
    struct ws_slice got = ws_nfc(&arena, (struct ws_slice){in, n_in});
    return got.n == n_want && memcmp(got.p, want, n_want) == 0;
}

static void test_all(void)
{
    unsigned wrong = 0, wrong_pairs = 0, wrong_marks = 0;
    for (utf8proc_int32_t c = 1; c < 0x110000; c++) {
        if (c >= 0xd800 && c < 0xe000)
            continue;
        ws_arena_reset(&arena);
        wrong += !same_as_library(&c, 1);
        /* what it is made of composes to the same */
        utf8proc_int32_t parts[8];
        int boundary = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, 8, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
                                                     &boundary);
        wrong_pairs += n > 1 && n <= 8 && !same_as_library(parts, (size_t)n);
        utf8proc_int32_t marked[4] = {'a', 0x301, c, 0x323};
        wrong_marks += !same_as_library(marked, 4);
    }
    IS_INT(wrong, 0, "every character comes out as the library has it");
    IS_INT(wrong_pairs, 0, "so does every decomposed one");
    IS_INT(wrong_marks, 0, "so does every one among marks");
}

static void test_random(void)
{
    static const utf8proc_int32_t POOL[] = {'a',    'e',    0xe9,   0x301,  0x302,  0x323,  0x345,  0x5b0,
                                            0x5bc,  0x64b,  0x651,  0x93c,  0x915,  0x94d,  0x9c7,  0x9be,
                                            0xe38,  0xe48,  0x1100, 0x1161, 0x11a8, 0xac00, 0x3099, 0x304b,
                                            0x1d15e, 0x1d165, 0xf900, 0x2000, ' ',  0x3b1,  0x1f71, 0xf71};
    uint32_t seed = 1;
    unsigned wrong = 0;
    for (int k = 0; k < 20000; k++) {
        utf8proc_int32_t c[12];
        for (size_t i = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            c[i] = POOL[(seed >> 16) % (sizeof POOL / sizeof POOL[0])];
        }
        ws_arena_reset(&arena);
        wrong += !same_as_library(c, 12);
    }
    IS_INT(wrong, 0, "random text comes out as the library has it");
}

/* Ordering a run of marks takes the library the square of its length. */
static void test_hostile(void)
{
    enum { MARKS = 1000000 };
    uint8_t *p = malloc(1 + 4 * MARKS);
    size_t n = 0;
    p[n++] = 'a';
    for (int i = 0; i < MARKS; i++) {
        memcpy(p + n, i % 2 ? "\u0301" : "\u0323", 2);
        n += 2;
    }
    ws_arena_reset(&arena);
    struct ws_slice got = ws_nfc(&arena, (struct ws_slice){p, n});
    IS_INT(got.n, 3 + 2 * 29, "of a million marks on a letter thirty are kept");
    memset(p, 0, 1);
    n = 0;
    for (int i = 0; i < MARKS; i++) {
        memcpy(p + n, "\U0001d160", 4);
        n += 4;
    }
    ws_arena_reset(&arena);
    got = ws_nfc(&arena, (struct ws_slice){p, n});
    IS_INT(got.n, 12 * (size_t)MARKS, "text that grows by the most has room");
    free(p);
}

int main(void)
{
    ws_arena_init(&arena);
    test_samples();
    test_all();
    test_random();
    test_hostile();
    ws_arena_release(&arena);
    return tap_done();
}
