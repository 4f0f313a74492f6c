/* tags.h - the HTML elements and attributes that mean something to us.
 * Source of the element classes: WHATWG HTML, sections 4 and 15 (rendering). */
#ifndef WARCSIFT_TAGS_H
#define WARCSIFT_TAGS_H

#include "warcsift/base.h"

/* X(NAME, "name", flags), sorted by name. */
#define WS_TAGS(X)                                                                                  \
    X(A, "a", 0)                                                                                    \
    X(ABBR, "abbr", 0)                                                                              \
    X(ACRONYM, "acronym", 0)                                                                        \
    X(ADDRESS, "address", WS_TF_BLOCK)                                                              \
    X(ARTICLE, "article", WS_TF_BLOCK)                                                              \
    X(ASIDE, "aside", WS_TF_BLOCK)                                                                  \
    X(B, "b", 0)                                                                                    \
    X(BDI, "bdi", 0)                                                                                \
    X(BDO, "bdo", 0)                                                                                \
    X(BIG, "big", 0)                                                                                \
    X(BLINK, "blink", 0)                                                                            \
    X(BLOCKQUOTE, "blockquote", WS_TF_BLOCK)                                                        \
    X(BODY, "body", WS_TF_BLOCK)                                                                    \
    X(BR, "br", WS_TF_VOID)                                                                         \
    X(BUTTON, "button", 0)                                                                          \
    X(CAPTION, "caption", WS_TF_BLOCK)                                                              \
    X(CENTER, "center", WS_TF_BLOCK)                                                                \
    X(CITE, "cite", 0)                                                                              \
    X(CODE, "code", 0)                                                                              \
    X(COL, "col", WS_TF_VOID)                                                                       \
    X(COLGROUP, "colgroup", WS_TF_BLOCK)                                                            \
    X(DATA, "data", 0)                                                                              \
    X(DATALIST, "datalist", 0)                                                                      \
    X(DD, "dd", WS_TF_BLOCK)                                                                        \
    X(DEL, "del", 0)                                                                                \
    X(DETAILS, "details", WS_TF_BLOCK)                                                              \
    X(DFN, "dfn", 0)                                                                                \
    X(DIALOG, "dialog", WS_TF_BLOCK)                                                                \
    X(DIR, "dir", WS_TF_BLOCK)                                                                      \
    X(DIV, "div", WS_TF_BLOCK)                                                                      \
    X(DL, "dl", WS_TF_BLOCK)                                                                        \
    X(DT, "dt", WS_TF_BLOCK)                                                                        \
    X(EM, "em", 0)                                                                                  \
    X(FIELDSET, "fieldset", WS_TF_BLOCK)                                                            \
    X(FIGCAPTION, "figcaption", WS_TF_BLOCK)                                                        \
    X(FIGURE, "figure", WS_TF_BLOCK)                                                                \
    X(FONT, "font", 0)                                                                              \
    X(FOOTER, "footer", WS_TF_BLOCK)                                                                \
    X(FORM, "form", WS_TF_BLOCK)                                                                    \
    X(FRAME, "frame", WS_TF_VOID)                                                                   \
    X(FRAMESET, "frameset", WS_TF_BLOCK)                                                            \
    X(H1, "h1", WS_TF_BLOCK | WS_TF_HEADING)                                                        \
    X(H2, "h2", WS_TF_BLOCK | WS_TF_HEADING)                                                        \
    X(H3, "h3", WS_TF_BLOCK | WS_TF_HEADING)                                                        \
    X(H4, "h4", WS_TF_BLOCK | WS_TF_HEADING)                                                        \
    X(H5, "h5", WS_TF_BLOCK | WS_TF_HEADING)                                                        \
    X(H6, "h6", WS_TF_BLOCK | WS_TF_HEADING)                                                        \
    X(HEAD, "head", WS_TF_BLOCK)                                                                    \
    X(HEADER, "header", WS_TF_BLOCK)                                                                \
    X(HGROUP, "hgroup", WS_TF_BLOCK)                                                                \
    X(HR, "hr", WS_TF_BLOCK | WS_TF_VOID)                                                           \
    X(HTML, "html", WS_TF_BLOCK)                                                                    \
    X(I, "i", 0)                                                                                    \
    X(IMG, "img", WS_TF_VOID)                                                                       \
    X(INPUT, "input", WS_TF_VOID)                                                                   \
    X(INS, "ins", 0)                                                                                \
    X(KBD, "kbd", 0)                                                                                \
    X(LABEL, "label", 0)                                                                            \
    X(LEGEND, "legend", WS_TF_BLOCK)                                                                \
    X(LI, "li", WS_TF_BLOCK)                                                                        \
    X(LINK, "link", WS_TF_VOID)                                                                     \
    X(LISTING, "listing", WS_TF_BLOCK | WS_TF_PRE)                                                  \
    X(MAIN, "main", WS_TF_BLOCK)                                                                    \
    X(MARK, "mark", 0)                                                                              \
    X(MARQUEE, "marquee", 0)                                                                        \
    X(MATH, "math", 0)                                                                              \
    X(MENU, "menu", WS_TF_BLOCK)                                                                    \
    X(META, "meta", WS_TF_VOID)                                                                     \
    X(METER, "meter", 0)                                                                            \
    X(NAV, "nav", WS_TF_BLOCK)                                                                      \
    X(NOBR, "nobr", 0)                                                                              \
    X(NOSCRIPT, "noscript", 0)                                                                      \
    X(OL, "ol", WS_TF_BLOCK)                                                                        \
    X(OPTGROUP, "optgroup", 0)                                                                      \
    X(OPTION, "option", 0)                                                                          \
    X(OUTPUT, "output", 0)                                                                          \
    X(P, "p", WS_TF_BLOCK)                                                                          \
    X(PICTURE, "picture", 0)                                                                        \
    X(PLAINTEXT, "plaintext", WS_TF_BLOCK | WS_TF_PRE)                                              \
    X(PRE, "pre", WS_TF_BLOCK | WS_TF_PRE)                                                          \
    X(PROGRESS, "progress", 0)                                                                      \
    X(Q, "q", 0)                                                                                    \
    X(RB, "rb", 0)                                                                                  \
    X(RP, "rp", 0)                                                                                  \
    X(RT, "rt", 0)                                                                                  \
    X(RTC, "rtc", 0)                                                                                \
    X(RUBY, "ruby", 0)                                                                              \
    X(S, "s", 0)                                                                                    \
    X(SAMP, "samp", 0)                                                                              \
    X(SEARCH, "search", WS_TF_BLOCK)                                                                \
    X(SECTION, "section", WS_TF_BLOCK)                                                              \
    X(SELECT, "select", 0)                                                                          \
    X(SLOT, "slot", 0)                                                                              \
    X(SMALL, "small", 0)                                                                            \
    X(SOURCE, "source", WS_TF_VOID)                                                                 \
    X(SPAN, "span", 0)                                                                              \
    X(STRIKE, "strike", 0)                                                                          \
    X(STRONG, "strong", 0)                                                                          \
    X(SUB, "sub", 0)                                                                                \
    X(SUMMARY, "summary", WS_TF_BLOCK)                                                              \
    X(SUP, "sup", 0)                                                                                \
    X(TABLE, "table", WS_TF_BLOCK)                                                                  \
    X(TBODY, "tbody", WS_TF_BLOCK)                                                                  \
    X(TD, "td", WS_TF_BLOCK)                                                                        \
    X(TEXTAREA, "textarea", 0)                                                                      \
    X(TFOOT, "tfoot", WS_TF_BLOCK)                                                                  \
    X(TH, "th", WS_TF_BLOCK)                                                                        \
    X(THEAD, "thead", WS_TF_BLOCK)                                                                  \
    X(TIME, "time", 0)                                                                              \
    X(TITLE, "title", 0)                                                                            \
    X(TR, "tr", WS_TF_BLOCK)                                                                        \
    X(TT, "tt", 0)                                                                                  \
    X(U, "u", 0)                                                                                    \
    X(UL, "ul", WS_TF_BLOCK)                                                                        \
    X(VAR, "var", 0)                                                                                \
    X(WBR, "wbr", WS_TF_VOID)                                                                       \
    X(XMP, "xmp", WS_TF_BLOCK | WS_TF_PRE)

#define WS_TF_BLOCK   1u /* starts a new line of its own when rendered */
#define WS_TF_VOID    2u /* never has content */
#define WS_TF_HEADING 4u
#define WS_TF_PRE     8u /* white space counts */

enum ws_tag {
    WS_TAG_TEXT,    /* not an element: a run of text */
    WS_TAG_UNKNOWN, /* any element not listed, custom ones too: inline */
#define X(name, str, flags) WS_TAG_##name,
    WS_TAGS(X)
#undef X
    WS_TAG_COUNT
};

/* Case-insensitive; WS_TAG_UNKNOWN when not listed. */
enum ws_tag ws_tag_by_name(struct ws_slice name);
const char *ws_tag_name(enum ws_tag tag); /* lower case; "#text", "#unknown" */
extern const uint8_t ws_name_flags[]; /* by tag */
static inline unsigned ws_tag_flags(enum ws_tag tag)
{
    return ws_name_flags[tag];
}

/* Inline elements whose text is that of a machine. */
static inline bool ws_tag_is_code(enum ws_tag tag)
{
    return tag == WS_TAG_CODE || tag == WS_TAG_KBD || tag == WS_TAG_SAMP || tag == WS_TAG_TT;
}

/* Attributes that are kept; all others never reach the tree. Sorted by name. */
#define WS_ATTRS(X)                                                                                \
    X(ALT, "alt")                                                                                  \
    X(ALTTEXT, "alttext")                                                                          \
    X(ARIA_HIDDEN, "aria-hidden")                                                                  \
    X(ARIA_LABEL, "aria-label")                                                                    \
    X(CLASS, "class")                                                                              \
    X(COLSPAN, "colspan")                                                                          \
    X(CONTENT, "content")                                                                          \
    X(DATA_CFEMAIL, "data-cfemail")                                                                \
    X(DATA_LANG, "data-lang")                                                                      \
    X(DATA_LANGUAGE, "data-language")                                                              \
    X(DATA_LAZY_SRC, "data-lazy-src")                                                              \
    X(DATA_SRC, "data-src")                                                                        \
    X(DATA_SRCSET, "data-srcset")                                                                  \
    X(DATETIME, "datetime")                                                                        \
    X(DIR, "dir")                                                                                  \
    X(DISPLAY, "display")                                                                          \
    X(ENCODING, "encoding")                                                                        \
    X(HIDDEN, "hidden")                                                                            \
    X(HREF, "href")                                                                                \
    X(HTTP_EQUIV, "http-equiv")                                                                    \
    X(ID, "id")                                                                                    \
    X(ITEMPROP, "itemprop")                                                                        \
    X(ITEMTYPE, "itemtype")                                                                        \
    X(LANG, "lang")                                                                                \
    X(NAME, "name")                                                                                \
    X(PROPERTY, "property")                                                                        \
    X(REL, "rel")                                                                                  \
    X(ROLE, "role")                                                                                \
    X(ROWSPAN, "rowspan")                                                                          \
    X(SHADOWROOTMODE, "shadowrootmode")                                                            \
    X(SRC, "src")                                                                                  \
    X(SRCSET, "srcset")                                                                            \
    X(START, "start")                                                                              \
    X(STYLE, "style")                                                                              \
    X(SYNTAX, "syntax")                                                                            \
    X(TITLE, "title")                                                                              \
    X(TYPE, "type")                                                                                \
    X(VALUE, "value")

enum ws_attr_name {
    WS_ATTR_NONE, /* not kept */
#define X(name, str) WS_ATTR_##name,
    WS_ATTRS(X)
#undef X
    WS_ATTR_COUNT
};
enum ws_attr_name ws_attr_by_name(struct ws_slice name); /* case-insensitive */

#endif
