/* charset_internal.h - what the charset*.c files share: encodings, declarations, detector,
 * decoders. */
#ifndef WARCSIFT_CHARSET_INTERNAL_H
#define WARCSIFT_CHARSET_INTERNAL_H

#include "pipeline/page/charset.h"
#include "pipeline/page/utf8.h"
#include "warc/buf.h"

#include <uchardet/uchardet.h>

/* The encodings of the WHATWG Encoding Standard, in its order. */
enum ws_encoding_id {
    WS_ENC_UTF_8,
    WS_ENC_IBM866,
    WS_ENC_ISO_8859_2,
    WS_ENC_ISO_8859_3,
    WS_ENC_ISO_8859_4,
    WS_ENC_ISO_8859_5,
    WS_ENC_ISO_8859_6,
    WS_ENC_ISO_8859_7,
    WS_ENC_ISO_8859_8,
    WS_ENC_ISO_8859_8_I,
    WS_ENC_ISO_8859_10,
    WS_ENC_ISO_8859_13,
    WS_ENC_ISO_8859_14,
    WS_ENC_ISO_8859_15,
    WS_ENC_ISO_8859_16,
    WS_ENC_KOI8_R,
    WS_ENC_KOI8_U,
    WS_ENC_MACINTOSH,
    WS_ENC_WINDOWS_874,
    WS_ENC_WINDOWS_1250,
    WS_ENC_WINDOWS_1251,
    WS_ENC_WINDOWS_1252,
    WS_ENC_WINDOWS_1253,
    WS_ENC_WINDOWS_1254,
    WS_ENC_WINDOWS_1255,
    WS_ENC_WINDOWS_1256,
    WS_ENC_WINDOWS_1257,
    WS_ENC_WINDOWS_1258,
    WS_ENC_X_MAC_CYRILLIC,
    WS_ENC_GBK,
    WS_ENC_GB18030,
    WS_ENC_BIG5,
    WS_ENC_EUC_JP,
    WS_ENC_ISO_2022_JP,
    WS_ENC_SHIFT_JIS,
    WS_ENC_EUC_KR,
    WS_ENC_REPLACEMENT,
    WS_ENC_UTF_16BE,
    WS_ENC_UTF_16LE,
    WS_ENC_X_USER_DEFINED,
    WS_ENC_COUNT
};
#define WS_ENC_NONE WS_ENC_COUNT

enum ws_encoding_kind {
    WS_KIND_UTF_8,
    WS_KIND_UTF_16LE,
    WS_KIND_UTF_16BE,
    WS_KIND_SINGLE_BYTE,
    WS_KIND_MULTI_BYTE,
    WS_KIND_ISO_2022_JP, /* rewritten as EUC-JP */
    WS_KIND_REPLACEMENT, /* any page becomes one U+FFFD */
    WS_KIND_USER_DEFINED /* 0x80..0xff are U+F780..U+F7FF */
};

enum ws_multibyte { /* decoders of charset_multibyte.c */
                    WS_MULTIBYTE_NONE,
                    WS_MULTIBYTE_GB18030,
                    WS_MULTIBYTE_BIG5,
                    WS_MULTIBYTE_EUC_JP,
                    WS_MULTIBYTE_SHIFT_JIS,
                    WS_MULTIBYTE_EUC_KR
};

struct ws_encoding {
    const char *name; /* lower case */
    enum ws_encoding_kind kind;
    enum ws_multibyte multibyte;
    const uint16_t *index; /* WS_KIND_SINGLE_BYTE: code points of 0x80..0xff, 0 for none */
};
extern const struct ws_encoding ws_encodings[WS_ENC_COUNT];

struct ws_charset_label {
    const char *label; /* lower case */
    enum ws_encoding_id id;
};
extern const struct ws_charset_label ws_charset_labels[]; /* sorted by label */
extern const size_t ws_n_charset_labels;

enum ws_encoding_id ws_encoding_by_label(struct ws_slice label); /* WS_ENC_NONE: unknown */

/* ---- charset_declared.c: what header and page say about themselves ---- */

/* Encoding named by the charset parameter of a Content-Type value; WS_ENC_NONE. */
enum ws_encoding_id ws_charset_of_content_type(struct ws_slice value);
/* Encoding named by a meta element or an XML declaration near the start of the page;
 * WS_ENC_NONE. */
enum ws_encoding_id ws_charset_of_meta(struct ws_slice page);

/* ---- charset_utf8.c ---- */

/* Length (1 to 4) of the valid sequence at p; 0 when malformed, *bad being the bytes that one
 * U+FFFD replaces: the maximal subpart of a sequence, at least 1. p < end. */
size_t ws_utf8_sequence(const uint8_t *p, const uint8_t *end, size_t *bad);
/* A page comes from farther away than the second cache, as it was inflated with others, and charset_utf8.c has the
 * first look at it: without asking so far ahead, waiting for it was most of the time that this takes. */
#define WS_AHEAD_BYTES 2048
/* Length of the ASCII run at p. */
size_t ws_ascii_run(const uint8_t *p, const uint8_t *end);

struct ws_utf8_survey {
    size_t multibyte; /* valid sequences of 2 to 4 bytes */
    size_t malformed; /* a sequence cut by the end of the page is not counted */
    bool valid;       /* the page is valid UTF-8 as it stands */
};
struct ws_utf8_survey ws_utf8_survey(struct ws_slice page);
/* Where there is AVX2. multibyte: of a valid page. */
bool ws_utf8_is_valid_avx2(struct ws_slice page, size_t *multibyte);

/* ---- charset_detect.c ---- */

/* What the bytes look like when nobody says, or nobody can be believed; WS_ENC_NONE: cannot
 * tell. ud and sample are scratch. */
enum ws_encoding_id ws_charset_detect(uchardet_t ud, struct ws_buf *sample,
                                      struct ws_slice page);
/* WS_ENC_UTF_16LE or _16BE when every other byte of the start is NUL, as in UTF-16 markup;
 * WS_ENC_NONE. */
enum ws_encoding_id ws_charset_detect_utf16(struct ws_slice page);

/* ---- charset_decode.c ---- */

struct ws_decoder {
    struct ws_buf euc; /* ISO-2022-JP rewritten as EUC-JP */
};
void ws_decoder_init(struct ws_decoder *d, size_t max_bytes);
void ws_decoder_release(struct ws_decoder *d);
/* Appends the page as UTF-8 to out. false: out of memory, or out is full. */
WS_MUST_USE bool ws_decode(struct ws_decoder *d, enum ws_encoding_id id, struct ws_slice page,
                           struct ws_buf *out);

#endif
