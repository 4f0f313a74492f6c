/* inputs.h - from arguments to the list of archives of a run.
 * Threads: one thread at a time. */
#ifndef WARCSIFT_INPUTS_H
#define WARCSIFT_INPUTS_H

#include "pipeline/output/identity.h"
#include "warcsift/file.h"

struct ws_input {
    char *path;   /* to open, or an address; "-": standard input */
    char *source; /* file name without directories, or the last part of an address: "crawl.warc.gz" */
    char *name;   /* of its shards: "crawl" */
    bool is_file; /* regular: size and mtime are known */
    bool unseen;  /* ws_inputs_look() will tell */
    uint64_t size;
    int64_t mtime;
    uint32_t mtime_ns;
    /* Remote: filled by the feed when it was opened (ws_file_look()). */
    bool known;     /* it was: */
    char etag[128]; /* "": the server gave none; size 0: nor that */
};

struct ws_inputs {
    struct ws_input *list;
    size_t n, cap;
    size_t n_elsewhere; /* of other tasks, which were here before ws_inputs_select() */
};

/* How arguments are to be understood. */
struct ws_inputs_how {
    const char *stdin_name;
    const char *prefix; /* of what lists name, see struct ws_sift_options; NULL: none */
    struct ws_net *net; /* for remote lists */
};

/* Files stay in the order given. A directory stands for the archives below it in byte order of their
 * paths: names that end in .warc or .arc, or in one of these and .gz, .zst, .lz4, .bz2 or .xz (kinds this
 * program cannot read are taken up so that they are told, not left out in silence); hidden names and
 * links to directories are passed over. "@FILE" stands for the paths in FILE, one a line, without empty
 * lines and lines that begin with '#'; FILE may be remote and in gzip. A list on this machine may hold "-" and
 * directories too; a remote one, addresses only, once the prefix stands in front of its lines.
 * A path that does not exist is kept: opening it fails when its turn comes.
 * msg (of n_msg bytes) says what is wrong on false: a list or directory cannot be read or holds nothing,
 * "-" twice, no memory. in needs ws_inputs_release() either way. */
WS_MUST_USE bool ws_inputs_expand(struct ws_inputs *in, const char *const *args, size_t n_args,
                                  const struct ws_inputs_how *how, char *msg, size_t n_msg);
void ws_inputs_release(struct ws_inputs *in);

/* Two inputs with the same name would write the same shards. false: no such pair. */
bool ws_inputs_find_clash(const struct ws_inputs *in, const struct ws_input **a, const struct ws_input **b);

/* Lines of a list that are named like archives are taken for files unseen: to look at all inputs of a crawl
 * in each of its tasks would be a load for a shared file system. (A directory of such a name cannot be read
 * then.) This looks at those that are left. */
void ws_inputs_look(struct ws_inputs *in);

/* Keeps those whose number, from 0, leaves the remainder index when divided by count. */
void ws_inputs_select(struct ws_inputs *in, uint64_t index, uint64_t count);

/* Sum of sizes; 0 when one of them is not known. */
uint64_t ws_inputs_bytes(const struct ws_inputs *in);

/* path is borrowed. */
struct ws_input_identity ws_input_identity(const struct ws_input *input);

/* "dir/CC-0001.warc.gz" -> "CC-0001". The caller's to free; NULL: no memory. */
char *ws_input_name(const char *path);

#endif
