/* asking.h - what all requests by libcurl have in common: address, signature, limits, what answers mean.
 * Threads: none of its own. */
#ifndef WARCSIFT_ASKING_H
#define WARCSIFT_ASKING_H

#include "warc/net.h"

/* The value of the header field in a line of n bytes, without blanks; false: it is another field, or too long. */
bool ws_header_field(const char *line, size_t n, const char *name, char *to, size_t n_to);
/* The text of an element of XML without attributes, such as the answers of S3 have. false: there is none, or
 * it is too long. */
bool ws_xml_text(const char *xml, const char *element, char *to, size_t n_to);

#ifdef WS_HAVE_CURL
#include <curl/curl.h>

/* The first part of the body of an error, where S3 says more about it. */
#define WS_ERROR_BODY 1024
#define WS_WHY_MAX    140

/* What libcurl points into while a request is on. */
struct ws_asking {
    struct curl_slist *headers;
    char sign[100];
    char error[CURL_ERROR_SIZE];
};

/* Sets h up for a request to r: address, method GET, signature, limits. */
void ws_asking_begin(struct ws_asking *a, CURL *h, const struct ws_request *r, unsigned timeout);
/* false: no memory. */
WS_MUST_USE bool ws_asking_header(struct ws_asking *a, const char *name, const char *value);
/* What the signature needs; sha256: of the body, in hexadecimal. false: no memory. */
WS_MUST_USE bool ws_asking_sign(struct ws_asking *a, const struct ws_request *r, const char *sha256);
void ws_asking_end(struct ws_asking *a, CURL *h);

enum ws_verdict {
    WS_TRY_AGAIN,
    WS_GIVE_UP /* it makes no sense to try again */
};
/* Of a status that is not what was wanted. body: what there is of it, with a NUL; region: of the bucket, ""
 * when the server did not say. *attempts: that make sense at all; 0: any number. */
enum ws_verdict ws_asking_status(const struct ws_request *r, long status, const char *body, const char *region,
                                 unsigned *attempts, char why[WS_WHY_MAX]);
enum ws_verdict ws_asking_failure(const struct ws_asking *a, CURLcode rc, unsigned *attempts, char why[WS_WHY_MAX]);
#endif

#endif
