/* merge_report.h - one account of the work of many runs: what merge.c finds, and merge_report.c tells.
 * Threads: none of its own. */
#ifndef WARCSIFT_MERGE_REPORT_H
#define WARCSIFT_MERGE_REPORT_H

#include "pipeline/commands/out_dir.h"
#include "warcsift/sift.h"

#include <stdio.h>

enum ws_flaw_kind {
    WS_FLAW_MISSING, /* an input that is wanted has no stats file */
    WS_FLAW_FAILED,  /* it has none because it could not be read */
    WS_FLAW_DIFFERS, /* stats file, shards and wanted input disagree, or other options or versions made it */
    WS_FLAW_STRAY,   /* a shard that no stats file lists */
    WS_FLAW_COUNT
};

struct ws_flaw {
    enum ws_flaw_kind kind;
    char *subject, *detail;
};

/* A version and options that stats files were made with. */
struct ws_maker {
    char *tool, *options_hash;
    size_t n; /* stats files */
};

struct ws_merge {
    struct ws_out_dir dir;
    struct ws_sift_summary sum; /* of all stats files that can be read */
    bool verified;              /* the bytes of the shards were looked at */
    struct ws_names shards;     /* that the stats files list, sorted */
    size_t unlisted;            /* stats files of inputs that nothing wants, where there are lists */
    struct ws_maker *makers;
    size_t n_makers;
    const struct ws_maker *maker; /* of most stats files; NULL: there is none */
    struct ws_flaw *flaws;        /* by kind and subject */
    size_t n_flaws, cap_flaws;
    size_t counts[WS_FLAW_COUNT];
};

/* For people: ten flaws of each kind; for programs: one object, all of them. */
void ws_merge_report(const struct ws_merge *m, FILE *to);
void ws_merge_report_json(const struct ws_merge *m, FILE *to);

#endif
