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
 * .warc.gz and the like. Files appear under their final names when the input is done; the stats file
 * comes last and vouches for the shards it lists. The bytes of both depend on the input and the options
 * alone, not on the number of threads nor on how often a run was killed; of a pipe the lines are those of a
 * file, but compressed members may end elsewhere.
 *
 * Inputs that are done are skipped, and one that was left unfinished is gone on with at its last
 * checkpoint, if it is a file; any number of runs may work on the same inputs at the same time, in
 * one process after the other or on many hosts. The man page has the names of the files.
 *
 * Threads: ws_sift_run() makes its own. It is called by one thread at a time, and not in a child that
 * was forked after an earlier run (OpenMP). */
#ifndef WARCSIFT_SIFT_H
#define WARCSIFT_SIFT_H

#include "warcsift/archive.h"
#include "warcsift/article.h"
#include "warcsift/corpus.h"
#include "warcsift/digest.h"

/* Layout of a record (pipeline/output/record.schema.json) and of the stats file. */
#define WS_RECORD_SCHEMA 5

/* The values are the exit codes of the program. */
enum ws_sift_result {
    WS_SIFT_OK = 0,
    WS_SIFT_LOST = 1,        /* finished, but inputs or records were lost, and told */
    WS_SIFT_USAGE = 2,       /* the options or inputs contradict each other; nothing was done */
    WS_SIFT_OUTPUT = 3,      /* the output cannot be written */
    WS_SIFT_STRICT = 4,      /* strict: stopped at the first damage, which is told */
    WS_SIFT_INTERRUPTED = 75 /* stopped by interrupted() or max_seconds: run it again, it goes on
                              * (EX_TEMPFAIL of sysexits.h) */
};

enum ws_compress {
    WS_COMPRESS_NONE,
    WS_COMPRESS_GZIP, /* RFC 1952, many members */
    WS_COMPRESS_ZSTD, /* RFC 8878, many frames; only when the build has libzstd */
    WS_COMPRESS_AUTO  /* gzip for shards, none for the standard output */
};

/* How a line is laid out: pipeline/output/record.schema.json, record.datatrove.schema.json, record.dolma.schema.json. */
enum ws_schema {
    WS_SCHEMA_FLAT,      /* no object in it */
    WS_SCHEMA_DATATROVE, /* text and id, all else in metadata: what datatrove's JsonlWriter writes */
    WS_SCHEMA_DOLMA      /* id, text, source, added, created, all else in metadata: a document of Dolma's toolkit */
};

struct ws_layout {
    enum ws_schema schema;
    const char *source_name; /* with WS_SCHEMA_DOLMA: "source"; NULL: the file name of the archive */
};

/* What became of a record: each one that was seen has exactly one outcome. */
enum ws_outcome {
    WS_OUT_ARTICLE,     /* written */
    WS_OUT_TYPE,        /* of a type that holds no page: request, metadata, warcinfo, revisit ... */
    WS_OUT_SEGMENT,     /* continuation that is in the block of its record now */
    WS_OUT_STRAY_SEGMENT, /* continuation of nothing in this input, or of what was given up */
    WS_OUT_STATUS,      /* HTTP status not asked for */
    WS_OUT_MIME,        /* not wanted by ws_filter_options, each by what it is named after: */
    WS_OUT_LENGTH,
    WS_OUT_URL,
    WS_OUT_DATE,
    WS_OUT_TRUNCATED,
    WS_OUT_NOT_HTML,    /* declared or recognised as something else; a conversion: as no plain text */
    WS_OUT_NO_BODY,     /* nothing behind the HTTP header */
    WS_OUT_HTTP_HEADER, /* no usable end of the HTTP header */
    WS_OUT_HTTP_CODING, /* codings of the body cannot be undone, or it is over a limit then */
    WS_OUT_RECORD_LIMIT, /* block over the limit: passed over unread, its type is counted as unknown */
    WS_OUT_PAGE_LIMIT,  /* page over a limit of the extractor, or its line too long */
    WS_OUT_EMPTY,       /* a page without any text */
    /* Not wanted by ws_corpus_options: ws_counts.rejects says for which reason. */
    WS_OUT_LISTED,      /* by lists of addresses, before the body is decoded */
    WS_OUT_LANGUAGE,    /* by its language */
    WS_OUT_OPT_OUT,     /* it says that it is not to be used */
    WS_OUT_QUALITY,     /* by a quality filter */
    WS_OUT_DUPLICATE,   /* of an earlier one of the same input */
    WS_OUT_COUNT
};
const char *ws_outcome_name(enum ws_outcome o); /* "article", "not_html" ...: stable, for the stats file */

/* What revisit records name of the record that they stand for. */
struct ws_revisit_counts {
    uint64_t with_id, with_url, with_date; /* WARC-Refers-To, -Target-URI, -Date */
    uint64_t unlisted;                     /* list_revisits: beyond WS_REVISITS_LISTED bytes */
};
#define WS_REVISITS_LISTED (64u << 20) /* of JSON for each input */

#define WS_CHARSET_SOURCE_COUNT (WS_CHARSET_DEFAULT + 1)

/* Sums. records and outcomes have the same total. */
struct ws_counts {
    uint64_t records[WS_REC_TYPE_COUNT];
    uint64_t outcomes[WS_OUT_COUNT];
    uint64_t warnings[WS_CODE_COUNT]; /* odd, but nothing lost */
    uint64_t charset_sources[WS_CHARSET_SOURCE_COUNT]; /* of articles */
    uint64_t segments[WS_SEGMENT_COUNT]; /* of records in segments, by what became of them: their first segment;
                                          * and of continuations that were not used */
    uint64_t crawl_metadata; /* articles with metadata of the crawler, see use_crawl_metadata */
    struct ws_revisit_counts revisits;
    /* Of blocks and of payloads, with verify_digests: one of each for every record. */
    uint64_t block_digests[WS_DIGEST_VERDICT_COUNT], payload_digests[WS_DIGEST_VERDICT_COUNT];
    uint64_t pii[WS_PII_COUNT]; /* masked in articles */
    uint64_t rejects[WS_REJECT_COUNT]; /* articles, and addresses, that the corpus options do not want */
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
    size_t inputs;           /* files the arguments came to, of this task */
    size_t inputs_done, inputs_failed;
    size_t inputs_skipped; /* done by an earlier run: their stats files vouch for that. Counts are without them */
    uint64_t shards; /* 0 when streaming */
    uint64_t bytes_in, bytes_out; /* of those inputs, of their shards */
    uint64_t bytes_out_plain;     /* of their shards before compression */
    struct ws_host_counts host_memory; /* of those inputs; 0 without it */
    uint64_t listed, listed_elsewhere; /* records in the index, with cdx; of these in files that are no inputs */
    unsigned threads; /* 0: it did not come to reading anything */
};

/* What a run tells. Any function may be NULL. They are called by one thread at a time, though not
 * always by the same one, in the order of the inputs and of the records in them; messages are one line
 * without a newline, subject is a file (or directory) name or NULL. */
struct ws_sift_observer {
    void *ctx;
    void (*error)(void *ctx, const char *subject, const char *message);
    void (*note)(void *ctx, const char *message); /* worth knowing, no error */
    /* Something was lost, or (code WS_E_DIGEST) is not what its digest says. */
    void (*damage)(void *ctx, const char *input, const struct ws_error *damage);
    void (*progress)(void *ctx, const struct ws_sift_progress *progress); /* after each batch */
    /* Asked by all threads at once, before each batch: true ends the run as soon as what is under way is done,
     * with a checkpoint of the input at hand. It must stay true. */
    bool (*interrupted)(void *ctx);
};

/* One of many runs of the same command, which share the inputs: number k of those that the arguments come to is
 * read when k % count == index. Names and bytes of the output are the same for any count. */
struct ws_sift_task {
    uint64_t index, count; /* count 0: all inputs */
    const char *source;    /* NULL: this is meant. Else where it was found, without having been asked for: it is
                            * told, and a single input is read all the same, for each run may have been given
                            * its own */
    const char *fault;     /* NULL, or why it cannot be found although it seems to be there: several inputs are
                            * refused then */
};

/* Which records are wanted, besides their status. What does not apply is counted under the first of these that
 * says no, in this order: status, mimes, length, URL, date, truncated. All are asked before a body is decoded. */
struct ws_filter_options {
    const char *mimes; /* "text/html,*+xml", where * is any characters; NULL: any. Compared with the media type that
                        * the crawler found (WARC-Identified-Payload-Type), else with the server's Content-Type */
    uint64_t min_length, max_length; /* of the payload, behind the HTTP header, as it is in the archive: bytes */
    /* Regular expressions (PCRE2) on WARC-Target-URI, or "@FILE" with one on each line. A record is wanted
     * when one of url_include matches, if there are any, and none of url_exclude does. */
    const char *const *url_include, *const *url_exclude;
    size_t n_url_include, n_url_exclude;
    const char *since, *until; /* WARC-Date, both inclusive: beginnings of YYYY-MM-DDThh:mm:ssZ; NULL: any */
    bool skip_truncated;       /* none with WARC-Truncated, nor with segments missing */
};

struct ws_sift_options {
    struct ws_sift_task task;
    const char *out;        /* directory, made when missing; "-": all lines go to the standard output;
                             * "s3://BUCKET/PREFIX" (store.h) */
    const char *spool;      /* with s3://: directory on this machine where each input is made first; with
                             * it an interrupted run can be gone on with. NULL: a temporary one */
    unsigned threads;       /* 0: all processors this process may use, see ws_default_threads() */
    enum ws_compress compress;
    struct ws_layout layout;
    uint64_t shard_bytes;   /* a shard holds so many bytes of JSON at most (a longer line stands alone);
                             * 0: one shard per input */
    const char *statuses;   /* HTTP status wanted: "200", "200,203", "2xx,304", "any". Records without
                             * a status line count as 200 */
    struct ws_filter_options filter;
    bool use_crawl_metadata; /* charset and languages out of the metadata record behind a page, as Common Crawl
                              * writes them. The charset counts where a page declares none that is true */
    bool list_revisits;     /* in the stats file */
    const char *stdin_name; /* names the shard and the source of "-" */
    bool verify_digests;    /* of every record that is read; a wrong one is told, and the record used all
                             * the same */
    const char *cdx;        /* NULL, or a CDXJ file: only the records it lists are read, in the order in
                             * which they stand in each input, which must be a file */
    bool host_memory;       /* read each input twice: what many pages of a host repeat is hardly text. Each
                             * input must be a file, and is judged by itself. See host_survey.h for its
                             * memory */
    const char *config;     /* the options as a JSON object, for the stats file; NULL: null is written there */
    const char *repeats;    /* options_hash of a run that is to be repeated; NULL: none. When this one's is another,
                             * that is noted */
    bool force;             /* read all inputs, also those that were done before with the same options */
    uint64_t max_seconds;   /* the run ends by itself then, as if interrupted; 0: never */
    double checkpoint_seconds; /* of time between two checkpoints of an input, at least */
    bool strict;            /* the run ends at the first damaged place or unreadable input, whose output is
                             * not kept (of a stream: what came before the place); later inputs are not
                             * begun. A record over max_record_bytes is no damage */
    size_t batch_bytes;     /* plain bytes a thread takes at a time; each has one in memory */
    struct ws_archive_options archive;
    struct ws_net_options net; /* of remote inputs; keep_behind and interrupted are found by ws_sift_run() */
    const char *prefix;        /* put in front of what "@FILE" lists, if that is no address and no absolute path;
                                * NULL: nothing is */
    struct ws_extract_options extract;
    struct ws_corpus_options corpus;
    struct ws_sift_observer observer;
};

/* out NULL, all processors, AUTO, no split, "200", any, "stdin", one pass, 4 MiB, and the defaults of the parts. */
void ws_sift_options_init(struct ws_sift_options *o);

/* inputs: files, directories (searched for archives by name), "@FILE" (a list of them, one a line) and
 * "-" for the standard input. summary may be NULL; it is filled whatever the result. */
enum ws_sift_result ws_sift_run(const struct ws_sift_options *o, const char *const *inputs, size_t n_inputs,
                                struct ws_sift_summary *summary);

/* The least of: processors in the affinity mask, cgroup CPU quota (rounded up), OMP_NUM_THREADS,
 * SLURM_CPUS_PER_TASK. At least 1. */
unsigned ws_default_threads(void);

#endif
