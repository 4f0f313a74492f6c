/* names.h - elements that prune has to know although no tree ever holds them, and what the parsing rules
 * of WHATWG HTML (section 13.2) say about every element. Private to the room. */
#ifndef WARCSIFT_PAGE_NAMES_H
#define WARCSIFT_PAGE_NAMES_H

#include "pipeline/page/tags.h"

/* X(NAME, "name", flags of tags.h), sorted by name. */
#define WS_GONE_TAGS(X)                                                                             \
    X(APPLET, "applet", 0)                                                                          \
    X(AREA, "area", WS_TF_VOID)                                                                     \
    X(AUDIO, "audio", 0)                                                                            \
    X(BASE, "base", WS_TF_VOID)                                                                     \
    X(BASEFONT, "basefont", WS_TF_VOID)                                                             \
    X(BGSOUND, "bgsound", WS_TF_VOID)                                                               \
    X(CANVAS, "canvas", 0)                                                                          \
    X(EMBED, "embed", WS_TF_VOID)                                                                   \
    X(IFRAME, "iframe", 0)                                                                          \
    X(IMAGE, "image", 0)                                                                            \
    X(KEYGEN, "keygen", WS_TF_VOID)                                                                 \
    X(NOEMBED, "noembed", 0)                                                                        \
    X(NOFRAMES, "noframes", 0)                                                                      \
    X(OBJECT, "object", 0)                                                                          \
    X(PARAM, "param", WS_TF_VOID)                                                                   \
    X(SCRIPT, "script", 0)                                                                          \
    X(STYLE, "style", 0)                                                                            \
    X(SVG, "svg", 0)                                                                                \
    X(TEMPLATE, "template", 0)                                                                      \
    X(TRACK, "track", WS_TF_VOID)                                                                   \
    X(VIDEO, "video", 0)

/* Continues enum ws_tag. */
enum ws_gone_tag {
    WS_GONE_FIRST = WS_TAG_COUNT - 1,
#define X(name, str, flags) WS_GONE_##name,
    WS_GONE_TAGS(X)
#undef X
    WS_NAME_COUNT
};

/* enum ws_tag or enum ws_gone_tag; WS_TAG_UNKNOWN when in neither list. Case-insensitive. */
unsigned ws_name_lookup(struct ws_slice name);
const char *ws_name_string(unsigned name);

/* Traits of a name: its part in the rules of section 13.2. Scopes and "special": 13.2.4.2. Those that bound a
 * search are in the lower half. */
#define WS_NT_SPECIAL     0x0001u /* an end tag of an ordinary element does not reach through it */
#define WS_NT_SCOPE       0x0002u /* bounds every scope but that of tables */
#define WS_NT_TABLE_SCOPE 0x0004u /* bounds the table scope */
#define WS_NT_LIST        0x0008u /* bounds the list item scope */
#define WS_NT_BUTTON      0x0010u /* bounds the button scope */
#define WS_NT_ITEM        0x0020u /* special, but not address, div or p: bounds the search for an li, dd or dt */
#define WS_NT_FORMAT      0x00010000u /* formatting element: may be closed out of order */
#define WS_NT_CLOSES_P    0x00020000u /* its start tag ends an open p */
#define WS_NT_HEADING     0x00040000u
#define WS_NT_CELL        0x00080000u /* td, th */
#define WS_NT_ROW         0x00100000u /* tr */
#define WS_NT_ROWS        0x00200000u /* tbody, thead, tfoot */
#define WS_NT_CAPTION     0x00400000u /* caption, colgroup */
#define WS_NT_DEF_ITEM    0x00800000u /* dd, dt */
#define WS_NT_BREAKOUT    0x01000000u /* its start tag ends svg and math, 13.2.6.5 */
#define WS_NT_CLOSES      0x02000000u /* its start tag may end others than a p */
#define WS_NT_HIDDEN      0x04000000u /* dropped, though its content is read like that of any element */
#define WS_NT_VERBATIM    0x08000000u /* white space counts in it */
extern const uint8_t ws_name_flags[WS_NAME_COUNT]; /* WS_TF_* */
extern const uint32_t ws_name_traits[WS_NAME_COUNT];

#endif
