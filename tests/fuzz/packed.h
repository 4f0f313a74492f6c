/* packed.h - archives of frames out of the instructions of a fuzzer, which hardly finds its way
 * past checksums by itself: each makes a frame, or puts or changes bytes, until they are used
 * up. */
#ifndef WARCSIFT_FUZZ_PACKED_H
#define WARCSIFT_FUZZ_PACKED_H

#include "tests/unit/make_packed.h"

struct recipe {
    const uint8_t *p;
    size_t n;
};

/* The next number below `below`, 0 at the end. */
static inline size_t next_number(struct recipe *r, size_t below)
{
    size_t x = 0;
    for (size_t scale = 1; scale < below && r->n; scale *= 256) {
        x = x * 256 + *r->p++;
        r->n--;
    }
    return x % below;
}

static inline struct ws_slice next_bytes(struct recipe *r)
{
    size_t n = next_number(r, 256);
    if (n > r->n)
        n = r->n;
    struct ws_slice s = {r->p, n};
    r->p += n;
    r->n -= n;
    return s;
}

/* pack: one frame, in a way that the recipe may choose. */
static inline void cook(struct recipe r, struct ws_buf *b,
                        void (*pack)(struct ws_buf *b, struct ws_slice plain, struct recipe *r))
{
    static const size_t SIZES[] = {0, 1, 60, 500, 3000, 25000, 90000};
    struct ws_buf plain = {0};
    struct ws_slice s;
    put_room(b, 1); /* so that nobody is handed NULL */
    put_room(&plain, 1);
    for (int id = 0; r.n && b->n + plain.n < (size_t)300 << 10; id++) {
        switch (next_number(&r, 7)) {
        case 0: /* text is gathered until a frame is made of it */
            s = next_bytes(&r);
            put(&plain, s.p, s.n);
            break;
        case 1:
            put_record(&plain, id, SIZES[next_number(&r, sizeof SIZES / sizeof *SIZES)]);
            break;
        case 2:
            pack(b, (struct ws_slice){plain.p, plain.n}, &r);
            plain.n = 0;
            break;
        case 3: /* half of it, in the middle of whatever it is */
            pack(b, (struct ws_slice){plain.p, plain.n / 2}, &r);
            memmove(plain.p, plain.p + plain.n / 2, plain.n - plain.n / 2);
            plain.n -= plain.n / 2;
            break;
        case 4:
            s = next_bytes(&r);
            put(b, s.p, s.n);
            break;
        case 5:
            s = next_bytes(&r);
            put_skippable(b, (unsigned)next_number(&r, 16), s.p, s.n);
            break;
        default:
            if (b->n)
                b->p[next_number(&r, b->n)] ^= (uint8_t)(1 + next_number(&r, 255));
            break;
        }
    }
    pack(b, (struct ws_slice){plain.p, plain.n}, &r);
    ws_buf_release(&plain);
}

#ifndef WS_LIBFUZZER
/* Recipes: text, frames whole and in halves, skippable frames, changed and foreign bytes. */
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "\1\3\2\7\1\4\2\1\1\2\2\2", "\1\4\3\1\2\2\1\5\1\2\1\3\2\6",
        "\5\3abc\2\1\3\2\4\5\2xy\15\1\2\2\1\6\11\7\1\3\2\3",
        "\1\4\2\20\4\7rubbish\1\3\2\21\1\3\2\60",
        "\0\20WARC/1.0\r\nWARC-T\0\31ype: x\r\nContent-Length: 1\3\1\2\2"};
    static const size_t SIZES[] = {12, 14, 24, 20, 49};
    if (i >= sizeof SIZES / sizeof *SIZES)
        return 0;
    memcpy(p, SEEDS[i], SIZES[i]);
    return SIZES[i];
}
#endif
#endif
