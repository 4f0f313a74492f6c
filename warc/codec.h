/* codec.h - the compressions of an archive: how a member begins, how it is undone.
 *
 * "Member" is the word of RFC 1952 and stands here for a zstd frame (RFC 8878) and an lz4 frame
 * as well: a piece that can be undone by itself, but for the dictionary of a .warc.zst.
 *
 * Threads: none of its own; a state belongs to one input. */
#ifndef WARCSIFT_CODEC_H
#define WARCSIFT_CODEC_H

#include "warc/buf.h"

enum ws_codec_kind { WS_CODEC_GZIP, WS_CODEC_ZSTD, WS_CODEC_LZ4, WS_CODEC_COUNT };

enum ws_step {
    WS_STEP_ON,  /* the member goes on */
    WS_STEP_END, /* it ended, and its checksums are right */
    WS_STEP_CORRUPT,
    WS_STEP_CHECKSUM, /* it ended, and they are not */
    WS_STEP_DICT,     /* it needs a dictionary that was not there */
    WS_STEP_WINDOW,   /* it needs a window over the limit */
    WS_STEP_NOMEM
};

/* One step of undoing a member. */
struct ws_flow {
    struct ws_slice in; /* compressed bytes */
    uint8_t *out;       /* where plain bytes go */
    size_t room;        /* at out */
    size_t used, gave;  /* set by the step: of in, to out */
    /* Bytes that in should hold for the next step, unless the input ends before; set by begin()
     * and by each step. With fewer, where a step fails would depend on how the bytes arrive. */
    size_t wants;
};

/* The most that a step wants: an lz4 block of 4 MiB and the words around it. */
#define WS_CODEC_WANTS_MAX (((size_t)4 << 20) + 64)

/* It looks like a member; what is in it would take long to see. */
#define WS_PROBE_LIKELY SIZE_MAX

struct ws_codec {
    const char *unit; /* "gzip member" */
    const char
        *lacking; /* NULL, or what to say where this build cannot undo it: all below is NULL */
    uint8_t magic[4];
    size_t n_magic;
    /* Bytes from the start of a member on that tell whether it holds a record. */
    size_t probe_bytes;

    void *(*open)(void);        /* NULL: no memory */
    void (*close)(void *state); /* NULL is fine */
    /* Before the first step of each member. false: no memory. */
    bool (*begin)(void *state, struct ws_flow *f);
    /* Takes something of f->in or gives something, if it is not the end of either. When it
     * fails, everything before was given by earlier steps or by this one. */
    enum ws_step (*step)(void *state, struct ws_flow *f);
    /* Writes up to n plain bytes of the member that perhaps begins at in to
     * out; returns how many it found, 0 when it is none. thorough: may take more than a moment,
     * then *cost says how many bytes the work was worth; otherwise it may be WS_PROBE_LIKELY.
     */
    size_t (*probe)(void *state, struct ws_slice in, bool thorough, uint8_t *out, size_t n,
                    size_t *cost);
};

extern const struct ws_codec ws_codec_gzip, ws_codec_zstd, ws_codec_lz4;

const struct ws_codec *ws_codec(enum ws_codec_kind kind);
/* Whether the fixed part of a member of that kind stands at p, as far as the n bytes go: a cut
 * header is a cut member, not garbage. */
bool ws_codec_begins(enum ws_codec_kind kind, const uint8_t *p, size_t n);
/* Which kind begins at p; false: none. */
bool ws_codec_find(const uint8_t *p, size_t n, enum ws_codec_kind *kind);

/* For ws_codec.probe: steps from the start of in. *used: bytes of in that were taken. */
size_t ws_codec_probe_steps(const struct ws_codec *c, void *state, struct ws_slice in,
                            uint8_t *out, size_t n, size_t *used);

/* --- skippable frames (RFC 8878, 3.1.2; the same in the lz4 frame format)
 * --------------------- */

#define WS_SKIPPABLE_HEAD ((size_t)8) /* magic and length */

uint32_t ws_le32(const uint8_t *p);
/* p: 4 bytes */
bool ws_is_skippable(const uint8_t *p);
/* The magic of the frame that holds the dictionary of a .warc.zst
 * (https://iipc.github.io/warc-specifications/specifications/warc-zstd/). */
#define WS_DICT_FRAME_MAGIC 0x184D2A5Du
/* The most that decoders must take, by that specification, packed and unpacked. */
#define WS_DICT_MAX ((size_t)8 << 20)

/* p: the first 4 bytes of the data of a dictionary frame. */
bool ws_zstd_is_dictionary(const uint8_t *p);
/* For all members from here on; state: of WS_CODEC_ZSTD. *plain_bytes: its size when unpacked.
 * WS_STEP_END; WS_STEP_CORRUPT, WS_STEP_WINDOW (over WS_DICT_MAX), WS_STEP_NOMEM: there is none
 * now. */
enum ws_step ws_zstd_set_dictionary(void *state, struct ws_slice data, size_t *plain_bytes);

#endif
