/* MinHash: constants, simplified texts, signatures and files are those of NumPy and datatrove, from which the
 * numbers here come (tests/corpus/minhash.t compares many texts). */
#include "pipeline/corpus/minhash.h"
#include "pipeline/corpus/minhash_file.h"
#include "pipeline/corpus/minhash_lanes.h"
#include "pipeline/corpus/simplify.h"
#include "pipeline/corpus/twister.h"
#include "tests/tap.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define PRIME ((UINT64_C(1) << 61) - 1)

/* xxh64 of numbers, little endian. */
static uint64_t sum_of(const uint64_t *list, size_t n)
{
    uint8_t bytes[8 * 256];
    for (size_t i = 0; i < 8 * n; i++)
        bytes[i] = (uint8_t)(list[i / 8] >> 8 * (i % 8));
    return XXH64(bytes, 8 * n, 0);
}

/* r = numpy.random.RandomState(1); p = 2**61 - 1
 * a, b = r.randint(1, p, dtype=uint64, size=n), r.randint(0, p, dtype=uint64, size=n)
 * xxhash.xxh64_intdigest(a.tobytes() + b.tobytes()) */
static void test_constants(void)
{
    struct ws_twister t;
    uint64_t list[224];
    ws_twister_init(&t, 1);
    for (size_t i = 0; i < 224; i++)
        list[i] = ws_twister_between(&t, i < 112, PRIME);
    OK(list[0] == UINT64_C(0xac1f425ff4780ec) && list[1] == UINT64_C(0x18672f8ceebc1449), "the first of a");
    OK(list[112] == UINT64_C(0xebe938e3124088d) && list[223] == UINT64_C(0xf3ac82b88ccf401), "first and last of b");
    OK(sum_of(list, 224) == UINT64_C(0x5d04d4bb6471ef8a), "all 112 pairs");
    ws_twister_init(&t, 1);
    for (size_t i = 0; i < 80; i++)
        list[i] = ws_twister_between(&t, i < 40, PRIME);
    OK(sum_of(list, 80) == UINT64_C(0x8e0431142c1a7f52), "of 40 functions");
}

static const struct {
    const char *text, *want;
} SIMPLE[] = {
    {"", ""},
    {" \t\r\n", ""},
    {"!?", ""},
    {"Hello, World!", "hello world"},
    {"  a\u00a0\u3000b  ", "a b"},
    {"it's", "it s"},
    {"12", "0"},
    {"1.5 and 1,500 and 1.2.3", "0 and 0 and 0 0"},
    {"1.x .5 7.", "0 x 0 0"},
    {"x1y22", "x0y0"},
    {"\u0661\u0662\u066b\u0665", "0"},
    {"1\u23962", "0"},
    {"\uff11", "0"},
    {"Caf\u00e9 \u00c5ngstr\u00f6m", "cafe angstrom"},
    {"cafe\u0301", "cafe"},
    {"\u0301a \u0301 b \u0301", "a b"},
    {"\u0130stanbul", "istanbul"},
    {"\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c2"},
    {"\u039f\u0394\u039f\u03a3\u0391", "\u03bf\u03b4\u03bf\u03c3\u03b1"},
    {"\u03a3", "\u03c3"},
    {"\u03a3\u0391\u03a3.", "\u03c3\u03b1\u03c2"},
    {"\u0391\u03a3\u2019\u0391", "\u03b1\u03c3 \u03b1"},
    {"\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af"},
    {"\u6771\u4eac\u3001\u5927\u962a\u3002", "\u6771\u4eac \u5927\u962a"},
    {"5\u20ac \u00a9 x\u00b2", "0\u20ac \u00a9 x\u00b2"},
    {"abcdefghijklmnop QRSTUVWXYZ abcdefghij klmnopqrst", "abcdefghijklmnop qrstuvwxyz abcdefghij klmnopqrst"},
    {"abcdefghijklmno  pqrstuvwxyzabcdef. ghijklmnopqrstuvwxyz", "abcdefghijklmno pqrstuvwxyzabcdef ghijklmnopqrstuvwxyz"},
    {"abcdefghijklmnop{qrstuvwxyz@abcdefghij[klmnopqrst`", "abcdefghijklmnop qrstuvwxyz abcdefghij klmnopqrst"},
};

static void test_simple(void)
{
    struct ws_simplifier *s = ws_simplifier_new();
    struct ws_slice got = {0};
    if (!OK(s != NULL, "a simplifier"))
        return;
    for (size_t i = 0; i < sizeof SIMPLE / sizeof *SIMPLE; i++) {
        OK(ws_simplify(s, SLICE(SIMPLE[i].text), &got), "there is memory");
        IS_SLICE(got, SIMPLE[i].want, SIMPLE[i].text);
    }
    /* Decomposition makes three bytes of one at most: all characters, in one buffer each. */
    size_t grown = 0;
    for (uint32_t c = 1; c < 0x10000; c++) {
        const uint8_t bytes[] = {(uint8_t)(0xE0 | c >> 12), (uint8_t)(0x80 | (c >> 6 & 0x3F)), (uint8_t)(0x80 | (c & 0x3F))};
        if (c < 0x800 || (c >= 0xD800 && c < 0xE000))
            continue;
        grown += !ws_simplify(s, (struct ws_slice){bytes, 3}, &got) || got.n > 9;
    }
    OK(grown == 0, "no character becomes longer than three times its bytes");
    ws_simplifier_free(s);
}

static const char *const TEXT =
    "The quick brown fox, 12.5 years old, jumps over the lazy dog. \u00c7a va? Gr\u00f6\u00dfe 3,14 "
    "\u039f\u0394\u039f\u03a3 \u0130stanbul \u6771\u4eac\u3001\u5927\u962a \u0645\u0631\u062d\u0628\u0627 "
    "\u0661\u0662\u066b\u0665 na\u00efve caf\u00e9";

static void test_signature(void)
{
    struct ws_minhash_options o;
    uint64_t sig[112];
    ws_minhash_options_init(&o);
    struct ws_minhash *m = ws_minhash_new(&o);
    OK(m && ws_minhash_sign(m, SLICE(TEXT), sig) == WS_OK, "a signature, with xxh64");
    OK(sig[0] == UINT64_C(0x8447eacd66e242) && sig[1] == UINT64_C(0x21b0200e276b099), "its first numbers");
    OK(sum_of(sig, 112) == UINT64_C(0x6ee2552f5342d43), "all of them");
    OK(ws_minhash_sign(m, SLICE("One two, three four."), sig) == WS_SKIP, "four words have none");
    OK(ws_minhash_sign(m, SLICE(""), sig) == WS_SKIP, "nor has nothing");
    OK(ws_minhash_sign(m, SLICE("One two, three four five."), sig) == WS_OK, "five have one");
    OK(ws_minhash_sign(m, SLICE(TEXT), sig) == WS_OK && sum_of(sig, 112) == UINT64_C(0x6ee2552f5342d43),
       "nothing stays of the text before");
    ws_minhash_free(m);
    o.hash = WS_MINHASH_SHA1;
    m = ws_minhash_new(&o);
    OK(m && ws_minhash_sign(m, SLICE(TEXT), sig) == WS_OK, "a signature, with SHA-1");
    OK(sum_of(sig, 112) == UINT64_C(0x4849c7f88c262f6d), "its numbers");
    ws_minhash_free(m);
    o = (struct ws_minhash_options){.bands = 0, .rows = 8};
    OK(!ws_minhash_new(&o), "no bands, no signatures");
    o.bands = WS_MINHASH_MAX;
    OK(!ws_minhash_new(&o), "nor with too many");
}

/* Whatever kernel runs: no function is missed, and few are looked at in vain. */
static void check_lanes(ws_minhash_lanes_fn *test, const char *what)
{
    struct ws_twister t;
    struct ws_minhash_lanes l[7] = {0};
    uint64_t a[112], b[112], limit[112], missed = 0, vain = 0, wrong = 0;
    ws_twister_init(&t, 7);
    for (size_t i = 0; i < 112; i++) {
        a[i] = ws_twister_between(&t, 1, PRIME);
        b[i] = ws_twister_between(&t, 0, PRIME);
        limit[i] = i % 16 == 3 ? PRIME : ws_twister_between(&t, 0, PRIME) >> i % 16;
        uint64_t top = (limit[i] + 8) >> 61 ? UINT16_MAX : (limit[i] + 8) << 3 >> 48;
        top = top + WS_MINHASH_CARRY > UINT16_MAX ? UINT16_MAX : top + WS_MINHASH_CARRY;
        for (unsigned k = 0; k < 4; k++)
            l[i / 16].a[k][i % 16] = (uint16_t)(a[i] << 3 >> 16 * k);
        l[i / 16].b[i % 16] = (uint16_t)(((b[i] + 8) << 3 >> 48) + WS_MINHASH_CARRY) ^ WS_MINHASH_TURN;
        l[i / 16].limit[i % 16] = (int16_t)((uint16_t)top ^ WS_MINHASH_TURN);
    }
    for (unsigned round = 0; round < 20000; round++) {
        uint64_t x = ws_twister_between(&t, 0, UINT64_MAX);
        bool any = false;
        int16_t none = test(l, 7, x);
        for (size_t i = 0; i < 112; i++) {
            uint64_t h = (a[i] * x + b[i]) % PRIME;
            bool looked_at = !l[i / 16].above[i % 16];
            missed += h < limit[i] && !looked_at;
            vain += h >= limit[i] && looked_at;
            any |= looked_at;
        }
        wrong += any != !none;
    }
    OK(missed == 0, "%s: none is missed", what);
    OK(vain < 20000 / 50, "%s: %llu of 2240000 looked at in vain", what, (unsigned long long)vain);
    OK(wrong == 0, "%s: the result says whether there is one", what);
}

static void test_lanes(void)
{
    check_lanes(ws_minhash_lanes_plain, "plain");
#ifdef WS_MINHASH_AVX2
    if (__builtin_cpu_supports("avx2"))
        check_lanes(ws_minhash_lanes_avx2, "AVX2");
#endif
}

static void test_files(void)
{
    const uint64_t sigs[][4] = {{9, 1, 5, 5}, {2, UINT64_C(1) << 60, 5, 4}, {2, 3, 5, 5}, {2, 3, 5, 5}};
    static const uint8_t WANT[] = {2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0,    7, 0, 0, 0, /* */
                                   2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0,    9, 0, 0, 0, /* */
                                   2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 1, 0, 0, 0, /* */
                                   9, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,    0, 0, 0, 0};
    static const uint32_t INDEX[] = {0, 1, 9, 7};
    struct ws_buf all, out;
    ws_buf_init(&all, 1000);
    ws_buf_init(&out, 1000);
    for (size_t i = 0; i < 4; i++)
        OK(ws_minhash_gather(&all, sigs[i], 2, 2, INDEX[i]), "gathered");
    OK(ws_minhash_band(&out, (struct ws_slice){all.p, all.n}, 2, 2, 0), "the first band");
    OK(out.n == sizeof WANT && memcmp(out.p, WANT, sizeof WANT) == 0, "sorted by all numbers and the index");
    out.n = 0;
    OK(ws_minhash_band(&out, (struct ws_slice){all.p, all.n}, 2, 2, 1) && out.n == sizeof WANT && out.p[16] == 1,
       "the second one begins with the least");
    out.n = 0;
    OK(ws_minhash_band(&out, (struct ws_slice){NULL, 0}, 2, 2, 1) && out.n == 0, "of nothing");
    ws_buf_release(&all);
    ws_buf_release(&out);
}

int main(void)
{
    test_constants();
    test_simple();
    test_signature();
    test_lanes();
    test_files();
    return tap_done();
}
