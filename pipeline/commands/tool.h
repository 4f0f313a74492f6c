/* tool.h - what the commands that look at archives (ls, index, cat, check) have in common: the way through
 * the inputs, buffered output, how damage is told.
 * Threads: the main one only. */
#ifndef WARCSIFT_TOOL_H
#define WARCSIFT_TOOL_H

#include "pipeline/input/inputs.h"
#include "pipeline/options/options.h"
#include "pipeline/page/mime.h"
#include "warc/buf.h"
#include "warcsift/archive.h"

/* A command on its way. */
struct ws_tool {
    const struct ws_cli *cli;
    const struct ws_input *input; /* the current one */
    size_t n_inputs;
    struct ws_archive *archive;   /* of input */
    struct ws_net *net;           /* for remote ones */
    struct ws_http_decoder *http;
    struct ws_buf out;            /* for the standard output */
    enum ws_sift_result result;   /* the worst so far, the exit code in the end */
    bool stopped;                 /* nothing more can be done: output gone, no memory */
};

/* false: no memory, told; result says so. t needs ws_tool_release() either way. */
WS_MUST_USE bool ws_tool_init(struct ws_tool *t, const struct ws_cli *cli);
/* Writes what is left of the output. Returns the exit code. */
int ws_tool_release(struct ws_tool *t);

/* To be called after something was appended to out: writes it when there is enough. appended: whether that
 * went well (else: no memory). A reader that went away stops the tool without a message. */
void ws_tool_put(struct ws_tool *t, bool appended);
/* "warcsift: SUBJECT: MESSAGE" on the standard error output; stops the tool. */
void ws_tool_stop(struct ws_tool *t, enum ws_sift_result result, const char *subject, const char *message);
/* A message that does not stop it; the exit code will be WS_SIFT_LOST. */
void ws_tool_complain(struct ws_tool *t, const char *subject, const char *message);
/* Something of the current input was lost: its line on the standard error output, and WS_SIFT_LOST. */
void ws_tool_lost(struct ws_tool *t, const struct ws_error *e);

/* "offset 12: MESSAGE (CODE, jumped 34 bytes)" */
#define WS_TOOL_ERROR_SIZE 320
void ws_tool_error_text(const struct ws_error *e, char out[WS_TOOL_ERROR_SIZE]);

/* What a command makes of its inputs. Functions may be NULL, but for record. */
struct ws_visitor {
    void (*begin)(void *ctx, struct ws_tool *t);
    /* odd: NULL, or what ws_archive_next() warned of */
    void (*record)(void *ctx, struct ws_tool *t, struct ws_record *rec, const struct ws_error *odd);
    void (*lost)(void *ctx, struct ws_tool *t, const struct ws_error *e); /* NULL: ws_tool_lost() */
    void (*end)(void *ctx, struct ws_tool *t);
    void *ctx;
};
/* Calls it for everything in the inputs that the arguments name, until the tool is stopped. An input that
 * cannot be read is told; the next ones are read all the same. */
void ws_tool_visit(struct ws_tool *t, const struct ws_visitor *v);

/* What can be said about the content of a record. */
struct ws_facts {
    int status;               /* HTTP; 0: none */
    char mime[WS_MIME_SIZE];  /* of the payload, lower case, without parameters; "" when absent */
    bool is_message;          /* http is filled; else its body is the block */
    struct ws_http http;      /* borrowed from the block and from t->http */
    bool bad_header;          /* it should be an HTTP message, but: */
    struct ws_error error;
};
/* false: no memory. */
WS_MUST_USE bool ws_tool_facts(struct ws_tool *t, const struct ws_record *rec, struct ws_slice block,
                               struct ws_facts *f);

#endif
