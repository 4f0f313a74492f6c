/* member.h - the plain bytes of an archive, out of gzip members (RFC 1952) or as they are.
 *
 * The window p[0..n) grows with ws_plain_need(), which stays inside the current member: only
 * ws_plain_next_member() goes on to the next. So the end of a member, where its checksum has
 * been verified, is visible to the reader as a place between bytes.
 *
 * Threads: none of its own. */
#ifndef WARCSIFT_MEMBER_H
#define WARCSIFT_MEMBER_H

#include "warc/source.h"

#define ZLIB_CONST
#include <zlib.h>

enum ws_need {
    WS_HAVE,
    WS_MEMBER_END, /* the member ended before, in good order */
    WS_INPUT_END,  /* no more members, or the end of a plain input */
    WS_DAMAGE,     /* see error; the window is empty, the next member starts at a record, or the
                      input ends */
    WS_BROKEN      /* I/O error or out of memory: see error */
};

struct ws_plain {
    const uint8_t *p; /* next plain byte */
    size_t n;         /* bytes in the window at p */
    struct ws_source src;
    struct ws_error error;

    /* Of the current member, or of the last one; gzip only. */
    uint64_t member_start; /* offset in the input */
    uint64_t member_end;   /* offset behind its checksum, once it has ended */
    uint64_t member_plain; /* plain bytes it has given so far */
    bool delivered;        /* a whole record was taken out of it: set by the reader */
    /* Bytes at p that came out of earlier members, and the start of the last of these. */
    size_t old_n;
    uint64_t old_start;

    bool gzip;
    bool in_member;
    uint32_t max_ratio;
    uint64_t rewound; /* bytes read again in search of a member, in all */
    struct ws_buf out;
    z_stream z;
    bool z_ready;
};

/* src was initialised by the caller and belongs to in from now on. max_window: the most that
 * ws_plain_need() will be asked for. */
void ws_plain_init(struct ws_plain *in, size_t max_window, uint32_t max_ratio);
void ws_plain_release(struct ws_plain *in);

/* Says what the input is: the window opens. Call once. false: out of memory. */
WS_MUST_USE bool ws_plain_start(struct ws_plain *in, bool gzip);

/* Makes n bytes visible at in->p (which moves). WS_HAVE, WS_MEMBER_END or WS_INPUT_END (fewer
 * than n are left), WS_DAMAGE, WS_BROKEN. */
WS_MUST_USE enum ws_need ws_plain_need(struct ws_plain *in, size_t n);
/* n <= in->n */
void ws_plain_consume(struct ws_plain *in, size_t n);
/* After WS_MEMBER_END: opens the next member behind the bytes that are left in the window,
 * passing over zero padding. WS_HAVE (also for an empty member), WS_INPUT_END, WS_DAMAGE
 * (something else stood there), WS_BROKEN. */
WS_MUST_USE enum ws_need ws_plain_next_member(struct ws_plain *in);

/* Looks in the first max bytes of src for a member that inflates to a record, without consuming
 * anything. */
WS_MUST_USE bool ws_plain_has_member(struct ws_plain *in, size_t max);

#endif
