/* archive.h - records of a WARC file, one after the other, whatever the compression.
 *
 *     struct ws_archive *a;
 *     struct ws_error err;
 *     if (ws_archive_open(path, NULL, &a, &err) != WS_OK) ...
 *     struct ws_record rec;
 *     enum ws_status st;
 *     while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL) {
 *         if (st == WS_SKIP) { report(ws_archive_error(a)); continue; }
 *         struct ws_slice block;
 *         if (ws_archive_block(a, &block) == WS_OK) ...
 *     }
 *     ws_archive_close(a);
 *
 * Formats: WARC/1.0 and 1.1 (ISO 28500, https://iipc.github.io/warc-specifications/), leniently also
 * 0.17 and 0.18; plain; gzip with one member per record (Annex D) or with any other distribution of
 * records over members (RFC 1952, 2.2); zstd frames, with or without a dictionary in the file (the
 * IIPC's warc-zstd), and lz4 frames, likewise. zstd and lz4 depend on the build (WS_E_UNSUPPORTED).
 * Compression is recognised by its first bytes, never by name. A zstd or lz4 frame is a "member" here.
 * ARC 1.0, 1.1 and 2.0 (https://archive.org/web/researcher/ArcFileFormat.php) in the same ways, see
 * struct ws_record. WARC and ARC records may follow each other in one input.
 *
 * After damage the reader looks for the next member that holds a record, or the next record
 * line, by itself: WS_SKIP says what was lost, and the next call goes on.
 *
 * Threads: one thread at a time per archive; separate archives are independent. */
#ifndef WARCSIFT_ARCHIVE_H
#define WARCSIFT_ARCHIVE_H

#include "warcsift/file.h"

enum ws_record_type {
    WS_REC_UNKNOWN, /* a type this version does not know; type_name has it */
    WS_REC_WARCINFO,
    WS_REC_RESPONSE,
    WS_REC_RESOURCE,
    WS_REC_REQUEST,
    WS_REC_METADATA,
    WS_REC_REVISIT,
    WS_REC_CONVERSION,
    WS_REC_CONTINUATION,
    WS_REC_TYPE_COUNT
};

/* "response" and so on; "unknown" for WS_REC_UNKNOWN. */
const char *ws_record_type_name(enum ws_record_type type);

/* What became of a record that was written in segments, or of a segment: only ws_cutter puts them together,
 * and only when asked to (cut.h). */
enum ws_segment {
    WS_SEGMENT_NONE,        /* as it stands in the file */
    WS_SEGMENT_JOINED,      /* all segments were there in order: the block is whole */
    WS_SEGMENT_NO_END,      /* the block is the beginning: the last segment is not in the file, or too far off */
    WS_SEGMENT_GAP,         /* the same: a segment is missing, or they are out of order */
    WS_SEGMENT_TOO_BIG,     /* the same: with the next one it would be over max_record_bytes */
    WS_SEGMENT_WRONG_TOTAL, /* all of them, but WARC-Segment-Total-Length says otherwise */
    WS_SEGMENT_NO_START,    /* a continuation of nothing that came before it and was not given up */
    WS_SEGMENT_COUNT
};
const char *ws_segment_name(enum ws_segment s); /* "none", "joined", "no_end" ... */

/* One header field. Folded lines are joined by one blank; outer blanks are cut off. */
struct ws_field {
    struct ws_slice name, value;
};

/* Value of the first field with that name (ASCII case-insensitive), {NULL, 0} when absent. */
struct ws_slice ws_field_get(const struct ws_field *fields, size_t n, const char *name);

/* A record header. All slices live until the next ws_archive_next(). Absent fields are {NULL, 0}.
 *
 * A record that does not say its length (or says none that is a number) ends where the next one, its member
 * or the input ends: WS_WARN of ws_archive_next(), and content_length is what was found.
 *
 * Of an ARC record: version is "ARC/1" (the layout of five fields, 1.0 and 1.1) or "ARC/2" (ten fields);
 * type and type_name are warcinfo for the first record of a file ("filedesc://"), metadata for "metadata:"
 * targets, and response for all others, dns: included (as crawlers write them into WARC files); date is in the
 * form of WARC-Date where the first 14 digits are a date (missing ones are 0), else as written; content_type is
 * that of the payload as the server gave it; fields has what the header line says, under the names of the
 * specification: URL, IP-address, Archive-date, Content-type, Archive-length and, of ARC/2, Result-code,
 * Checksum, Location, Offset, Filename. id, payload_type, payload_digest and truncated are absent. */
struct ws_record {
    enum ws_record_type type;
    struct ws_slice version;      /* "WARC/1.0" */
    struct ws_slice type_name;    /* WARC-Type as written */
    struct ws_slice id;           /* WARC-Record-ID as written, with its angle brackets */
    struct ws_slice target_uri;   /* WARC-Target-URI; angle brackets (a WARC/1.0 misreading) cut off */
    struct ws_slice date;         /* WARC-Date as written */
    struct ws_slice content_type; /* of the block */
    struct ws_slice payload_type; /* WARC-Identified-Payload-Type */
    struct ws_slice payload_digest;
    struct ws_slice truncated;    /* WARC-Truncated: length, time, disconnect, unspecified */
    const struct ws_field *fields; /* every field in order */
    size_t n_fields;
    uint64_t content_length; /* of the block, bytes */
    uint64_t offset;         /* in the file: of the member the record starts in, or of the record (plain) */
    uint64_t length;         /* bytes of the file this record takes, member or plain record with its end;
                              * 0 when it is not addressable alone (several records in one member) or
                              * not known yet: valid after ws_archive_block() */
    enum ws_segment segment;
    uint32_t n_segments; /* in the block, 0 for WS_SEGMENT_NONE and WS_SEGMENT_NO_START */
};

/* Does rec name the record with that id (as written) in WARC-Concurrent-To or WARC-Refers-To? */
bool ws_record_names(const struct ws_record *rec, struct ws_slice id);

struct ws_archive_options {
    uint64_t max_record_bytes; /* blocks over this are skipped unread (WS_E_RECORD_TOO_BIG) */
    uint64_t max_header_bytes; /* of one WARC or HTTP header */
    uint32_t max_inflate_ratio; /* plain bytes per compressed byte of one member, looked at past 16 MiB */
};

/* The defaults: 32 MiB (Common Crawl stores payloads up to 5 MiB), 256 KiB, 2000. */
void ws_archive_options_init(struct ws_archive_options *o);

struct ws_archive;

/* Opens a file, "-" for standard input. opts may be NULL (defaults). On WS_OK *a is the caller's to
 * close; otherwise *a is NULL and err says why (err may be NULL). What the input holds is looked at by
 * the first ws_archive_next(): an input that is no archive at all gives WS_FATAL there. */
WS_MUST_USE enum ws_status ws_archive_open(const char *path, const struct ws_archive_options *opts,
                                           struct ws_archive **a, struct ws_error *err);
/* The same on a descriptor, which stays the caller's to close. Pipes are fine: it is never seeked. */
WS_MUST_USE enum ws_status ws_archive_open_fd(int fd, const struct ws_archive_options *opts,
                                              struct ws_archive **a, struct ws_error *err);
/* The same on any file, which stays the caller's to close. */
WS_MUST_USE enum ws_status ws_archive_open_file(struct ws_file file, const struct ws_archive_options *opts,
                                                struct ws_archive **a, struct ws_error *err);
/* The same on bytes in memory, which stay the caller's and must outlive the archive.
 * base: file offset of bytes[0], added to every offset that is reported. */
WS_MUST_USE enum ws_status ws_archive_open_memory(const void *bytes, size_t n, uint64_t base,
                                                  const struct ws_archive_options *opts,
                                                  struct ws_archive **a, struct ws_error *err);
/* The same on a seekable file, from the record that begins at offset (a struct ws_record.offset): nothing
 * before it is read but what the format needs from the front of the file (zstd: a dictionary frame; ARC: the
 * first record). A descriptor is moved; the file stays the caller's; offsets that are reported are those of the file.
 * A record that does not begin there shows in the rec.offset of the next one found, or as an error.
 * WS_OK; WS_FATAL: not seekable, or cannot be read. */
WS_MUST_USE enum ws_status ws_archive_open_at(struct ws_file file, uint64_t offset,
                                              const struct ws_archive_options *opts,
                                              struct ws_archive **a, struct ws_error *err);
void ws_archive_close(struct ws_archive *a); /* NULL is fine */

/* Reads the next record header; what is left of the previous block is passed over.
 * WS_OK; WS_WARN: rec usable, ws_archive_error() says what was odd; WS_SKIP: something was lost, rec is
 * empty, call again; WS_EOF; WS_FATAL. */
WS_MUST_USE enum ws_status ws_archive_next(struct ws_archive *a, struct ws_record *rec);

/* Reads the whole block of the current record (the rec of the last ws_archive_next(), whose length it
 * fills) and checks what follows it. block is borrowed until the next ws_archive_next().
 * A length that is too small cannot be told from bytes that stand between records: the block is
 * handed out as long as it says, and the next ws_archive_next() reports the bytes behind it (WS_E_GARBAGE).
 * One that is too large loses the record, not the one it runs into (WS_E_RECORD_LENGTH).
 * WS_OK; WS_SKIP: the record is lost (cut off, corrupt, over the limit), call ws_archive_next();
 * WS_FATAL. A second call gives the same answer. */
WS_MUST_USE enum ws_status ws_archive_block(struct ws_archive *a, struct ws_record *rec,
                                            struct ws_slice *block);

/* The current record as it stands in the (decompressed) file: its header with the empty line, the block,
 * and, after ws_archive_block(), the line ends behind it. Not of a batch. Borrowed until the next
 * ws_archive_next(). */
struct ws_slice ws_archive_raw_header(const struct ws_archive *a);
struct ws_slice ws_archive_raw_end(const struct ws_archive *a);

/* What the last WS_WARN, WS_SKIP or WS_FATAL of this archive was about. */
const struct ws_error *ws_archive_error(const struct ws_archive *a);

/* Bytes of the input consumed so far, for progress. */
uint64_t ws_archive_position(const struct ws_archive *a);

/* --- HTTP (RFC 9112, read leniently) ---------------------------------------------------------- */

struct ws_http {
    int status;                   /* 0 when there was no status line: then body is the whole block */
    struct ws_slice content_type; /* as written, with parameters; of several fields the last that names a
                                   * type (Fetch standard, "extract a MIME type") */
    const struct ws_field *fields; /* every field in order */
    size_t n_fields;
    struct ws_slice body; /* as transferred: codings not undone */
};

/* Scratch memory of the HTTP stage: one per thread. */
struct ws_http_decoder;
struct ws_http_decoder *ws_http_decoder_new(const struct ws_archive_options *opts); /* NULL: no memory */
void ws_http_decoder_free(struct ws_http_decoder *d);

/* Parses status line and header of a block. Slices point into block, or into d until its next call.
 * Interim responses (100 Continue) in front of the final one are passed over. A block that ends inside
 * the header has an empty body.
 * WS_OK (also without any header: status 0); WS_WARN: usable, but fields beyond 4096 are left out; WS_SKIP: no end of the header within the limit, or a status
 * line without a status code; WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_http_parse(struct ws_http_decoder *d, struct ws_slice block,
                                         struct ws_http *http, struct ws_error *err);

/* Undoes chunked framing and the codings gzip, x-gzip, deflate (zlib or bare), br and zstd, up to eight
 * of them. What the body is decides, not what the header says (crawlers store decoded bodies under the
 * old header): on disagreement a body that is recognisably gzip, zstd or chunked is decoded as such, any
 * other is handed on as it is.
 * body: borrowed from the block or from d until the next call on d.
 * WS_OK; WS_WARN: body usable, err says which header was not true (WS_E_HTTP_UNTRUE) or that it was cut
 * short (WS_E_HTTP_CODING); WS_SKIP, body not to be used: over max_record_bytes or the inflate ratio,
 * nothing of it can be decoded, or a coding that this build cannot undo (compress; br and zstd without
 * their libraries: WS_E_UNSUPPORTED); WS_FATAL: no memory. The offset of err is 0: only the caller knows
 * the record. */
WS_MUST_USE enum ws_status ws_http_body(struct ws_http_decoder *d, const struct ws_http *http,
                                        struct ws_slice *body, struct ws_error *err);

#endif
