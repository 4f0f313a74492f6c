/* json_ld.h - the few things we read of a page's JSON-LD (https://schema.org), without trusting it to be
 * valid JSON. */
#ifndef WARCSIFT_JSON_LD_H
#define WARCSIFT_JSON_LD_H

#include "pipeline/page/arena.h"

/* First string found under each key; {NULL, 0} when absent. Escapes are undone; valid UTF-8. */
struct ws_json_ld {
    struct ws_slice headline, date_published, author; /* author: its name when it is an object */
};

/* Adds what json says to out; what is set already stays. Strings live in arena; out of memory: left out. */
void ws_json_ld_read(struct ws_slice json, struct ws_arena *arena, struct ws_json_ld *out);

#endif
