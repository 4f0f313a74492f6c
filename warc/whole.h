/* whole.h - a gzip member (RFC 1952) that stands in memory as a whole, undone in one call: by
 * libdeflate in half the time of zlib when the build has it, else by zlib. Both check the two
 * words behind the data.
 *
 * Threads: one thread per struct ws_whole. */
#ifndef WARCSIFT_WHOLE_H
#define WARCSIFT_WHOLE_H

#include "warcsift/base.h"

enum ws_whole_result {
    WS_WHOLE_DONE,
    WS_WHOLE_NO_ROOM, /* it has more plain bytes than there is room for */
    WS_WHOLE_BAD      /* no member, a damaged one, or one that goes on behind the bytes given */
};

struct ws_whole;
struct ws_whole *ws_whole_new(void); /* NULL: no memory */
void ws_whole_free(struct ws_whole *w);

/* The member at the start of in, which may have more behind it. *used: its bytes; *gave: plain
 * bytes written to out; both are set when it is done. */
enum ws_whole_result ws_whole_undo(struct ws_whole *w, struct ws_slice in, uint8_t *out,
                                   size_t room, size_t *used, size_t *gave);

#endif
