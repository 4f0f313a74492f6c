/* Brotli (RFC 7932), by libbrotlidec. Its decoder cannot be used twice, so the memory of one is
 * kept here for the next. */
#include "warc/coding.h"

#ifdef WS_HAVE_BROTLI

#include <brotli/decode.h>
#include <stddef.h>
#include <stdlib.h>

/* Blocks are of 2^order bytes and a little more: the decoder's largest one is its window of 2^k
 * bytes with 542 behind it. */
#define BLOCK_EXTRA ((size_t)1024)
#define ORDER_MIN   9
#define ORDER_MAX   25 /* the format has windows up to 2^24 bytes (RFC 7932, 9.1) */
#define ORDER_KEEP  23
/* Bytes handed to the decoder at a time: what it has decoded comes out at the end of them, and
 * is lost when it meets an error before. */
#define PIECE ((size_t)4096)

struct block {
    struct block *next; /* while it is spare */
    size_t order;
    max_align_t data[];
};

struct ws_br {
    BrotliDecoderState *state;
    struct block *spare[ORDER_MAX + 1]; /* by order */
    size_t fed;                         /* bytes of the body so far */
    size_t last_piece;                  /* offset of the piece that was fed last */
    size_t bytewise;                    /* from this offset on, pieces are of one byte */
};

static void *take_block(void *ctx, size_t n)
{
    struct ws_br *br = ctx;
    size_t order = ORDER_MIN;
    while (order <= ORDER_MAX && n > ((size_t)1 << order) + BLOCK_EXTRA)
        order++;
    if (order > ORDER_MAX)
        return NULL;
    struct block *b = br->spare[order];
    if (b) {
        br->spare[order] = b->next;
    } else {
        b = malloc(offsetof(struct block, data) + ((size_t)1 << order) + BLOCK_EXTRA);
        if (!b)
            return NULL;
        b->order = order;
    }
    return b->data;
}

static void give_block(void *ctx, void *p)
{
    struct ws_br *br = ctx;
    if (!p)
        return;
    struct block *b = (struct block *)(void *)((uint8_t *)p - offsetof(struct block, data));
    if (b->order > ORDER_KEEP) {
        free(b);
        return;
    }
    b->next = br->spare[b->order];
    br->spare[b->order] = b;
}

static enum ws_undone start(struct ws_http_decoder *d, size_t bytewise)
{
    if (!d->br)
        d->br = calloc(1, sizeof *d->br);
    if (!d->br)
        return WS_UNDONE_NO_MEMORY;
    ws_br_stop(d);
    d->br->fed = d->br->last_piece = 0;
    d->br->bytewise = bytewise;
    d->br->state = BrotliDecoderCreateInstance(take_block, give_block, d->br);
    return d->br->state ? WS_UNDONE : WS_UNDONE_NO_MEMORY;
}

enum ws_undone ws_br_start(struct ws_http_decoder *d)
{
    return start(d, SIZE_MAX);
}

enum ws_undone ws_br_start_again(struct ws_http_decoder *d)
{
    return start(d, d->br->last_piece);
}

static size_t piece(const struct ws_br *br, size_t in_n)
{
    size_t n = PIECE;
    if (br->fed >= br->bytewise)
        n = 1;
    else if (br->bytewise - br->fed < n)
        n = br->bytewise - br->fed;
    return n < in_n ? n : in_n;
}

enum ws_step ws_br_step(struct ws_http_decoder *d, struct ws_flow *f)
{
    struct ws_br *br = d->br;
    size_t had = piece(br, f->in_n), n = had;
    br->last_piece = br->fed;
    BrotliDecoderResult r =
        BrotliDecoderDecompressStream(br->state, &n, &f->in, &f->out_n, &f->out, NULL);
    f->in_n -= had - n;
    br->fed += had - n;
    if (r == BROTLI_DECODER_RESULT_SUCCESS)
        return WS_STEP_END;
    if (r != BROTLI_DECODER_RESULT_ERROR)
        return WS_STEP_MORE;
    BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(br->state);
    return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
                   code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES
               ? WS_STEP_NO_MEMORY
               : WS_STEP_BROKEN;
}

void ws_br_stop(struct ws_http_decoder *d)
{
    if (d->br->state)
        BrotliDecoderDestroyInstance(d->br->state);
    d->br->state = NULL;
}

void ws_br_free(struct ws_br *br)
{
    for (size_t i = 0; br && i <= ORDER_MAX; i++) {
        while (br->spare[i]) {
            struct block *b = br->spare[i];
            br->spare[i] = b->next;
            free(b);
        }
    }
    free(br);
}

#else

enum ws_undone ws_br_start(struct ws_http_decoder *d)
{
    (void)d;
    return WS_UNDONE_UNSUPPORTED;
}

enum ws_undone ws_br_start_again(struct ws_http_decoder *d)
{
    return ws_br_start(d);
}

enum ws_step ws_br_step(struct ws_http_decoder *d, struct ws_flow *f)
{
    (void)d;
    (void)f;
    return WS_STEP_BROKEN;
}

void ws_br_stop(struct ws_http_decoder *d)
{
    (void)d;
}

void ws_br_free(struct ws_br *br)
{
    (void)br;
}

#endif
