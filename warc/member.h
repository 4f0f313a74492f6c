/* member.h - the plain bytes of an archive, out of compressed members (codec.h) or as they are.
 *
 * The window p[0..n) grows with ws_plain_need(), which stays inside the current member: only
 * ws_plain_next_member() goes on to the next. So the end of a member, where its checksum has
 * been verified, is visible to the reader as a place between bytes.
 *
 * member.c   the window, from member to member
 * frames.c   what else stands between members: padding, skippable frames, a dictionary
 * seek.c     where to go on after damage
 *
 * Threads: none of its own. */
#ifndef WARCSIFT_MEMBER_H
#define WARCSIFT_MEMBER_H

#include "warc/codec.h"
#include "warc/source.h"

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

    /* Of the current member, or of the last one; compressed inputs only. */
    uint64_t member_start; /* offset in the input */
    uint64_t member_end;   /* offset behind its checksum, once it has ended */
    uint64_t member_plain; /* plain bytes it has given so far */
    bool delivered;        /* a whole record was taken out of it: set by the reader */
    /* Bytes at p that came out of earlier members, and the start of the last of these. */
    size_t old_n;
    uint64_t old_start;

    bool packed; /* compressed */
    bool in_member;
    enum ws_codec_kind kind; /* of the current member, or of the last one */
    enum ws_codec_kind
        main_kind; /* of the last one that ended in good order: of the file, most likely */
    bool any_ended;
    void *state[WS_CODEC_COUNT]; /* NULL: not needed so far */
    enum ws_step failed; /* what a step that gave something ran into; WS_STEP_ON: nothing */
    size_t wants;        /* see struct ws_flow */
    uint32_t max_ratio;
    uint64_t reread;     /* bytes read again in search of a member, in all */
    uint64_t dict_plain; /* bytes of dictionaries unpacked, in all */
    struct ws_buf out;
};

/* The least that the source must be able to show at once (ws_source_init_file()). */
#define WS_PLAIN_WINDOW_MIN WS_CODEC_WANTS_MAX

/* src was initialised by the caller and belongs to in from now on. max_window: the most that
 * ws_plain_need() will be asked for. */
void ws_plain_init(struct ws_plain *in, size_t max_window, uint32_t max_ratio);
void ws_plain_release(struct ws_plain *in);

/* Says what the input is: the window opens. Call once. false: out of memory. */
WS_MUST_USE bool ws_plain_start(struct ws_plain *in, bool packed);

/* Makes n bytes visible at in->p (which moves). WS_HAVE, WS_MEMBER_END or WS_INPUT_END (fewer
 * than n are left), WS_DAMAGE, WS_BROKEN. */
WS_MUST_USE enum ws_need ws_plain_need(struct ws_plain *in, size_t n);
/* n <= in->n */
void ws_plain_consume(struct ws_plain *in, size_t n);
/* After WS_MEMBER_END: opens the next member behind the bytes that are left in the window,
 * passing over zero padding and skippable frames. WS_HAVE (also for an empty member),
 * WS_INPUT_END, WS_DAMAGE (something else stood there), WS_BROKEN. */
WS_MUST_USE enum ws_need ws_plain_next_member(struct ws_plain *in);

/* Whether the first bytes of an input (16 will do) are those of a compressed one. *lacking:
 * NULL, or why this build cannot read it. */
bool ws_plain_is_packed(const uint8_t *p, size_t n, const char **lacking);
/* Looks in the first max bytes of src for a member that holds a record, without consuming
 * anything. */
WS_MUST_USE bool ws_plain_has_member(struct ws_plain *in, size_t max);

/* --- between the files of this part
 * ------------------------------------------------------------ */

/* Sets in->error after the source failed, or (no_memory) an allocation. */
WS_MUST_USE enum ws_need ws_plain_broken(struct ws_plain *in);
WS_MUST_USE enum ws_need ws_plain_no_memory(struct ws_plain *in);
/* What stands at `from` is no good: goes on at the next member that holds a record. WS_DAMAGE,
 * WS_BROKEN. */
WS_MUST_USE enum ws_need ws_plain_damage(struct ws_plain *in, enum ws_code code, uint64_t from,
                                         const char *fmt, ...) WS_PRINTF(4, 5);
/* The state of in->kind, made when there is none yet. NULL: no memory. */
void *ws_plain_state(struct ws_plain *in, enum ws_codec_kind kind);

/* Passes what may stand between members; WS_HAVE: something else does, at src.p. */
WS_MUST_USE enum ws_need ws_frames_pass(struct ws_plain *in);

/* Back into a false member, which may have swallowed true ones before it failed, when that is
 * affordable; else the search goes on where it failed. */
void ws_seek_back(struct ws_plain *in);
/* Consumes up to the next member of in->main_kind that holds a record. WS_HAVE, WS_INPUT_END,
 * WS_BROKEN. */
WS_MUST_USE enum ws_need ws_seek_member(struct ws_plain *in);

#endif
