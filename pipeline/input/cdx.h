/* cdx.h - which records of which inputs a CDXJ index lists: the other end of "warcsift index".
 *
 * A line is a key, a timestamp and a JSON object with offset, length and filename (numbers or strings),
 * as pywb, cdxj-indexer and Common Crawl write them; other members do not matter. Lines that begin with
 * '!', '#' or a blank are passed over, as are empty ones. A file name is compared without its
 * directories; a line without one is of the only input. The file may be compressed with gzip.
 * Threads: one thread at a time. */
#ifndef WARCSIFT_CDX_H
#define WARCSIFT_CDX_H

#include "pipeline/input/inputs.h"
#include "pipeline/output/sha256.h"
#include "warcsift/cut.h"

struct ws_cdx_places {
    struct ws_place *list; /* by offset, each once */
    size_t n, cap;
};

struct ws_cdx {
    struct ws_cdx_places *inputs; /* one for each input of the run */
    size_t n_inputs;
    uint64_t listed;    /* lines that name a record */
    uint64_t elsewhere; /* of these: in files that are no inputs */
    uint64_t bad;       /* lines that name none */
    uint64_t first_bad; /* number of the first of these lines, from 1 */
    char sha256[WS_SHA256_HEX]; /* of all lines, decompressed; empty before they are read */
};

/* false: msg (of n_msg bytes) says why the index cannot be used. c needs ws_cdx_release() either way. */
WS_MUST_USE bool ws_cdx_read(struct ws_cdx *c, const char *path, const struct ws_inputs *inputs, char *msg,
                             size_t n_msg);
void ws_cdx_release(struct ws_cdx *c);

/* What a line says. */
struct ws_cdx_line {
    struct ws_place place;
    char filename[1024]; /* last part of the name; "" when there is none */
};
/* false: it names no record. */
bool ws_cdx_line_parse(struct ws_slice line, struct ws_cdx_line *out);

#endif
