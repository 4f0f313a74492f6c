/* base.h - status, errors, byte slices and the version: shared by every room.
 *
 * Conventions of all public headers: functions that can fail return enum ws_status and are marked
 * WS_MUST_USE. Slices never end in a NUL and are borrowed unless a comment says otherwise. Offsets
 * are uint64_t and count bytes from the start of a file. Nothing here writes to stderr or exits. */
#ifndef WARCSIFT_BASE_H
#define WARCSIFT_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WS_VERSION "0.1.0"

#if defined(__GNUC__)
#define WS_MUST_USE __attribute__((warn_unused_result))
#define WS_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define WS_MUST_USE
#define WS_PRINTF(fmt, args)
#endif

/* A run of bytes that somebody else owns. p may be NULL when n is 0. */
struct ws_slice {
    const uint8_t *p;
    size_t n;
};

static inline struct ws_slice ws_slice_of(const char *text)
{
    return (struct ws_slice){(const uint8_t *)text, strlen(text)};
}

/* How a call went. A broken record is normal in a crawl: only WS_FATAL ends a stream. */
enum ws_status {
    WS_OK,
    WS_EOF,   /* clean end of the input */
    WS_WARN,  /* result usable; the error of the context says what was odd */
    WS_SKIP,  /* this record (or these bytes) are lost; the stream goes on: call again */
    WS_FATAL, /* I/O error or out of memory: only close/free may follow */
};

/* What went wrong. ws_code_name() gives the stable snake_case name that sidecars and messages use. */
enum ws_code {
    WS_E_NONE,
    WS_E_IO,             /* read or write failed: see sys_errno */
    WS_E_NOMEM,          /* allocation failed */
    WS_E_NOT_ARCHIVE,    /* the input does not begin like a WARC file */
    WS_E_ZIP,            /* the input is a ZIP (WACZ): unpack it first */
    WS_E_UNSUPPORTED,    /* a known format this build cannot read */
    WS_E_TRUNCATED,      /* the file ends inside a member or record */
    WS_E_INFLATE,        /* compressed data are corrupt */
    WS_E_CHECKSUM,       /* CRC or length behind a gzip member disagrees */
    WS_E_GARBAGE,        /* bytes between members or records that are neither */
    WS_E_RECORD_HEADER,  /* WARC header malformed, or over its size limit */
    WS_E_RECORD_LENGTH,  /* Content-Length missing, not a number, or contradicted by what follows */
    WS_E_RECORD_TOO_BIG, /* block over the max_record limit */
    WS_E_RATIO,          /* inflates beyond the allowed ratio */
    WS_E_HTTP_HEADER,    /* HTTP header malformed, or over its size limit */
    WS_E_HTTP_CODING,    /* transfer or content coding could not be undone, or not to its end */
    WS_E_DIGEST,         /* a digest in the header is not that of the block or payload */
    WS_E_NOT_THERE,      /* no record where an index lists one */
    WS_E_LIMIT,          /* a page is over a limit (bytes, nodes) */
    WS_E_HTTP_UNTRUE,    /* header and body disagree on codings: the body was taken for what it is */
    WS_CODE_COUNT
};

struct ws_error {
    enum ws_code code;
    int sys_errno;         /* 0 unless a system call failed */
    uint64_t offset;       /* in the file: where the damage starts */
    uint64_t bytes_lost;   /* bytes of the file jumped over, 0 when unknown or none */
    uint64_t plain_offset; /* inside the decompressed stream of that member, 0 when not compressed */
    char msg[160];         /* one line, no newline, no file name */
};

const char *ws_code_name(enum ws_code code);

/* Fills e (may be NULL) with code, offset and a printf-style message; the rest is zeroed. */
void ws_error_set(struct ws_error *e, enum ws_code code, uint64_t offset, const char *fmt, ...)
    WS_PRINTF(4, 5);

#endif
