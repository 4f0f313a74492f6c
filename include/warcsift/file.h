/* file.h - where the bytes of an archive are: in a file or pipe, or on a server.
 *
 *     struct ws_net *net = ws_net_new(NULL);
 *     struct ws_file f;
 *     if (ws_file_open(net, "https://example.org/crawl.warc.gz", WS_READ_ALONG, &f, &err) == WS_OK)
 *         ... ws_archive_open_file(f, NULL, &a, &err) ...
 *     ws_file_close(f);
 *     ws_net_free(net);
 *
 * A remote file is fetched by a thread of its own into a window: what follows the furthest byte that was
 * asked for is fetched ahead, and what was read a short while ago is kept. A read within the window never
 * waits; one that runs into its end waits for what is on the way; one outside of it begins the transfer anew
 * there. A transfer that breaks off goes on where it did (RFC 9110: Range and If-Range), so what is read is
 * always the object that it began with: when that was replaced meanwhile, reading fails.
 *
 * Remote inputs need libcurl; without it they are refused (WS_E_UNSUPPORTED).
 *
 * Threads: a file may be read by many threads at once, and opened and closed by any. */
#ifndef WARCSIFT_FILE_H
#define WARCSIFT_FILE_H

#include "warcsift/base.h"

struct ws_net_options {
    uint64_t read_ahead;  /* bytes of a remote file that are fetched before they are asked for */
    uint64_t keep_behind; /* bytes behind the furthest read that can be had again at no cost */
    unsigned retries;     /* attempts after one that failed, in a row */
    unsigned timeout;     /* seconds without an answer, or with hardly a byte, that make an attempt fail */
    bool no_sign_request; /* s3://: anonymous, whatever credentials there are */
    /* Asked a few times a second while a read waits, for a server or a pipe; true makes it fail (ECANCELED). May
     * be NULL. */
    bool (*interrupted)(void *ctx);
    void *ctx;
};
/* 64 MiB, 16 MiB, 10, 30 s. */
void ws_net_options_init(struct ws_net_options *o);

/* What remote files have in common: settings, open connections, credentials. */
struct ws_net;
/* o may be NULL (defaults). NULL: no memory. Credentials for s3:// are looked for in the environment and the
 * files of the AWS command line, when the first such file is opened. */
struct ws_net *ws_net_new(const struct ws_net_options *o);
void ws_net_free(struct ws_net *net); /* NULL is fine; all its files are closed */
/* Instead of what the options say; not while another thread reads. */
void ws_net_watch(struct ws_net *net, bool (*interrupted)(void *ctx), void *ctx);
const char *ws_net_library(void);     /* version of libcurl; NULL: this build has none */

/* Whether path is the address of a remote file: http://, https:// or s3://. */
bool ws_is_remote(const char *path);

struct ws_remote;
/* A handle to be copied. */
struct ws_file {
    int fd;                   /* -1: remote, or none */
    struct ws_remote *remote; /* NULL: a descriptor, or none */
    const struct ws_net *net; /* of a descriptor: whom to ask while a read waits; NULL: nobody */
};
#define WS_FILE_NONE ((struct ws_file){.fd = -1})

enum ws_reading {
    WS_READ_ALONG,  /* mostly on and on: all is fetched ahead */
    WS_READ_PLACES, /* here and there: little is, unless reads turn out to follow each other */
};

/* The descriptor stays the caller's. */
struct ws_file ws_file_of_fd(int fd);
/* Opens a path, "-" (standard input) or an address. Of a remote file only the transfer is begun: what
 * becomes of it shows in ws_file_look() and when it is read. net may be NULL when path is none; it must outlive
 * the file.
 * WS_OK; WS_FATAL: f is WS_FILE_NONE. */
WS_MUST_USE enum ws_status ws_file_open(struct ws_net *net, const char *path, enum ws_reading reading,
                                        struct ws_file *f, struct ws_error *err);
/* Of one that ws_file_open() gave, or WS_FILE_NONE. */
void ws_file_close(struct ws_file f);

struct ws_file_info {
    bool seekable; /* a regular file, or a remote one of known size: it can be read from any place */
    uint64_t size; /* when seekable */
    char etag[128]; /* of a remote file: as the server gave it, or else its Last-Modified; "": neither */
};
/* Waits for the server's first answer. WS_OK; WS_FATAL: there will be none, or not this file. */
WS_MUST_USE enum ws_status ws_file_look(struct ws_file f, struct ws_file_info *info, struct ws_error *err);
/* The same as far as it is known: does not wait. false: nothing is known yet. */
bool ws_file_peek(struct ws_file f, struct ws_file_info *info);

/* From now on a remote file is read along, from about offset. */
void ws_file_expect(struct ws_file f, uint64_t offset);

/* Reads n bytes at offset. WS_OK; WS_EOF: the file ends before; WS_FATAL. */
WS_MUST_USE enum ws_status ws_file_read_at(struct ws_file f, void *p, size_t n, uint64_t offset,
                                           struct ws_error *err);
/* Reads some bytes, 0 at the end: a descriptor from where it stands, a remote file from offset. */
WS_MUST_USE enum ws_status ws_file_read(struct ws_file f, void *p, size_t n, uint64_t offset, size_t *got,
                                        struct ws_error *err);
/* Moves a descriptor. false: it cannot be, or there is no such place. */
bool ws_file_seek(struct ws_file f, uint64_t offset);

#endif
