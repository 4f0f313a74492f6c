/* out_dir.h - what an output directory holds, by the names in it, and which inputs it should hold. For
 * the commands that look at the work of many runs (merge, status). Threads: none of its own. */
#ifndef WARCSIFT_OUT_DIR_H
#define WARCSIFT_OUT_DIR_H

#include "warcsift/base.h"

/* Sorted by bytes. */
struct ws_names {
    char **list;
    size_t n, cap;
};

struct ws_wanted {
    char *name; /* of its shards */
    char *path; /* as it was given */
};

struct ws_out_dir {
    const char *path; /* the caller's */
    int fd;
    struct ws_names stats;       /* NAME of each NAME.stats.json */
    struct ws_names failures;    /* NAME of each NAME.failed.json */
    struct ws_names checkpoints; /* NAME.ATTEMPT.checkpoint, whole */
    struct ws_names shards;      /* whole names of what is named like a shard */
    struct ws_names lists;       /* warcsift-inputs-*.txt, whole */
    struct ws_wanted *wanted;    /* of the lists and of the inputs given, by name, then path; an input that is
                                  * listed several times, in whichever directory, stands here once */
    size_t n_wanted, cap_wanted;
    int64_t listed_at;           /* when the oldest of lists was written, seconds since 1970; 0: none */
};

/* Reads the directory and the lists in it; inputs (as on the command line of a run) are wanted, too.
 * false: msg says why, and whether it was the inputs. Release either way. */
WS_MUST_USE bool ws_out_dir_read(struct ws_out_dir *d, const char *path, const char *const *inputs,
                                 size_t n_inputs, char *msg, size_t n_msg);
void ws_out_dir_release(struct ws_out_dir *d);

WS_MUST_USE bool ws_names_has(const struct ws_names *names, const char *name);
/* Takes a copy; not sorted. false: no memory. */
WS_MUST_USE bool ws_names_add(struct ws_names *names, const char *name, size_t n);
void ws_names_sort(struct ws_names *names);
void ws_names_release(struct ws_names *names);

/* Whether two paths end in the same file name: archives are known again wherever they are mounted. */
WS_MUST_USE bool ws_same_file_name(const char *a, const char *b);

#endif
