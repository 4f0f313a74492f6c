/* sift.h - the batch run: archives in, shards of articles out.
 *
 *     struct ws_sift_options o;
 *     ws_sift_options_init(&o);
 *     o.out = "corpus";
 *     const char *inputs[] = {"crawl-00000.warc.gz"};
 *     struct ws_sift_summary sum;
 *     enum ws_sift_result r = ws_sift_run(&o, inputs, 1, &sum);
 *
 * Of each input, NAME.jsonl.gz (or NAME-00000.jsonl.gz, NAME-00001.jsonl.gz ... with shard_bytes) and
 * NAME.stats.json are left in the output directory, NAME being the file name of the input without
 * .warc.gz and the like. Files appear under their final names when they are complete; the stats file
 * comes last and vouches for the shards it lists. The bytes of both depend on the input and the options
 * alone, not on the number of threads nor on how the input arrives.
 *
 * Threads: ws_sift_run() makes its own. It is called by one thread at a time, and not in a child that
 * was forked after an earlier run (OpenMP). */
#ifndef WARCSIFT_SIFT_H
#define WARCSIFT_SIFT_H

#include "warcsift/archive.h"
#include "warcsift/article.h"

/* Layout of a record (pipeline/output/record.schema.json) and of the stats file. */
#define WS_RECORD_SCHEMA 2

/* The values are the exit codes of the program. */
enum ws_sift_result {
    WS_SIFT_OK = 0,
    WS_SIFT_LOST = 1,        /* finished, but inputs or records were lost, and told */
    WS_SIFT_USAGE = 2,       /* the options or inputs contradict each other; nothing was done */
    WS_SIFT_OUTPUT = 3,      /* the output cannot be written */
    WS_SIFT_INTERRUPTED = 75 /* stopped by interrupted(): run it again (EX_TEMPFAIL of sysexits.h) */
};

enum ws_compress {
    WS_COMPRESS_NONE,
    WS_COMPRESS_GZIP, /* RFC 1952, many members */
    WS_COMPRESS_ZSTD, /* RFC 8878, many frames; only when the build has libzstd */
    WS_COMPRESS_AUTO  /* gzip for shards, none for the standard output */
};

/* What became of a record: each one that was seen has exactly one outcome. */
enum ws_outcome {
    WS_OUT_ARTICLE,     /* written */
    WS_OUT_TYPE,        /* neither response nor resource */
    WS_OUT_STATUS,      /* HTTP status not asked for */
    WS_OUT_NOT_HTML,    /* declared or recognised as something else */
    WS_OUT_NO_BODY,     /* nothing behind the HTTP header */
    WS_OUT_HTTP_HEADER, /* no usable end of the HTTP header */
    WS_OUT_HTTP_CODING, /* codings of the body cannot be undone, or it is over a limit then */
    WS_OUT_RECORD_LIMIT, /* block over the limit: passed over unread, its type is counted as unknown */
    WS_OUT_PAGE_LIMIT,  /* page over a limit of the extractor, or its line too long */
    WS_OUT_EMPTY,       /* a page without any text */
    WS_OUT_COUNT
};
const char *ws_outcome_name(enum ws_outcome o); /* "article", "not_html" ...: stable, for the stats file */

#define WS_CHARSET_SOURCE_COUNT (WS_CHARSET_DEFAULT + 1)

/* Sums. records and outcomes have the same total. */
struct ws_counts {
    uint64_t records[WS_REC_TYPE_COUNT];
    uint64_t outcomes[WS_OUT_COUNT];
    uint64_t warnings[WS_CODE_COUNT]; /* odd, but nothing lost */
    uint64_t charset_sources[WS_CHARSET_SOURCE_COUNT]; /* of articles */
    uint64_t damage;      /* places where something was lost */
    uint64_t damage_bytes; /* bytes of the input jumped over there, as far as known */
};
uint64_t ws_counts_records(const struct ws_counts *c);

struct ws_sift_progress {
    uint64_t bytes_in;    /* read and done with, over all inputs; in each pass, when there are two */
    uint64_t bytes_total; /* what it comes to in the end; 0: not known (a pipe among them) */
    uint64_t records, articles; /* of the last pass */
    unsigned pass, passes; /* of the input at hand, from 1: there are two with host_memory */
};

/* What the first pass learnt, see host_memory in struct ws_sift_options. */
struct ws_host_counts {
    uint64_t pages;  /* that were compared with others of their host */
    uint64_t hosts;  /* with pages enough, and blocks that they repeat */
    uint64_t blocks; /* those blocks */
};

struct ws_sift_summary {
    struct ws_counts counts; /* of inputs that were finished; of all of them when streaming ("-") */
    size_t inputs;           /* files the arguments came to */
    size_t inputs_done, inputs_failed;
    uint64_t shards; /* 0 when streaming */
    uint64_t bytes_in, bytes_out; /* of those inputs, of their shards */
    uint64_t bytes_out_plain;     /* of their shards before compression */
    struct ws_host_counts host_memory; /* of those inputs; 0 without it */
    unsigned threads; /* 0: it did not come to reading anything */
};

/* What a run tells. Any function may be NULL. They are called by one thread at a time, though not
 * always by the same one, in the order of the inputs and of the records in them; messages are one line
 * without a newline, subject is a file (or directory) name or NULL. */
struct ws_sift_observer {
    void *ctx;
    void (*error)(void *ctx, const char *subject, const char *message);
    void (*damage)(void *ctx, const char *input, const struct ws_error *damage);
    void (*progress)(void *ctx, const struct ws_sift_progress *progress); /* after each batch */
    /* Asked by all threads at once, about once per record: true ends the run. */
    bool (*interrupted)(void *ctx);
};

struct ws_sift_options {
    const char *out;        /* directory, made when missing; "-": all lines go to the standard output */
    unsigned threads;       /* 0: all processors this process may use, see ws_default_threads() */
    enum ws_compress compress;
    uint64_t shard_bytes;   /* a shard holds so many bytes of JSON at most (a longer line stands alone);
                             * 0: one shard per input */
    const char *statuses;   /* HTTP status wanted: "200", "200,203", "2xx,304", "any". Records without
                             * a status line count as 200 */
    const char *stdin_name; /* names the shard and the source of "-" */
    bool host_memory;       /* read each input twice: what many pages of a host repeat is hardly text. Each
                             * input must be a file, and is judged by itself. See host_survey.h for its
                             * memory */
    size_t batch_bytes;     /* plain bytes a thread takes at a time; 2 * threads + 2 batches are in memory */
    struct ws_archive_options archive;
    struct ws_extract_options extract;
    struct ws_sift_observer observer;
};

/* out NULL, all processors, AUTO, no split, "200", "stdin", one pass, 4 MiB, and the defaults of the parts. */
void ws_sift_options_init(struct ws_sift_options *o);

/* inputs: files, directories (searched for archives by name), "@FILE" (a list of them, one a line) and
 * "-" for the standard input. summary may be NULL; it is filled whatever the result. */
enum ws_sift_result ws_sift_run(const struct ws_sift_options *o, const char *const *inputs, size_t n_inputs,
                                struct ws_sift_summary *summary);

/* The least of: processors in the affinity mask, cgroup CPU quota (rounded up), OMP_NUM_THREADS,
 * SLURM_CPUS_PER_TASK. At least 1. */
unsigned ws_default_threads(void);

#endif
