#include "pipeline/page/names.h"

/* clang-format off */
static const char *const names[WS_NAME_COUNT] = {
    [WS_TAG_TEXT] = "#text",
    [WS_TAG_UNKNOWN] = "#unknown",
#define X(id, str, flags) [WS_TAG_##id] = str,
    WS_TAGS(X)
#undef X
#define X(id, str, flags) [WS_GONE_##id] = str,
    WS_GONE_TAGS(X)
#undef X
};

const uint8_t ws_name_flags[WS_NAME_COUNT] = {
#define X(id, str, flags) [WS_TAG_##id] = flags,
    WS_TAGS(X)
#undef X
#define X(id, str, flags) [WS_GONE_##id] = flags,
    WS_GONE_TAGS(X)
#undef X
};
/* clang-format on */

#define SPEC (WS_NT_SPECIAL | WS_NT_ITEM)
#define P    WS_NT_CLOSES_P
#define OUT  WS_NT_BREAKOUT
#define FMT  WS_NT_FORMAT
#define VERB WS_NT_VERBATIM
const uint32_t ws_name_traits[WS_NAME_COUNT] = {
    [WS_TAG_A] = FMT | WS_NT_CLOSES,
    [WS_TAG_ADDRESS] = WS_NT_SPECIAL | P,
    [WS_TAG_ARTICLE] = SPEC | P,
    [WS_TAG_ASIDE] = SPEC | P,
    [WS_TAG_B] = FMT | OUT,
    [WS_TAG_BIG] = FMT | OUT,
    [WS_TAG_BLOCKQUOTE] = SPEC | P | OUT,
    [WS_TAG_BODY] = SPEC | OUT,
    [WS_TAG_BR] = SPEC | OUT,
    [WS_TAG_BUTTON] = SPEC | WS_NT_CLOSES | WS_NT_BUTTON,
    [WS_TAG_CAPTION] = SPEC | WS_NT_SCOPE | WS_NT_CAPTION | WS_NT_CLOSES,
    [WS_TAG_CENTER] = SPEC | P | OUT,
    [WS_TAG_CODE] = FMT | OUT,
    [WS_TAG_COL] = SPEC,
    [WS_TAG_COLGROUP] = SPEC | WS_NT_CAPTION | WS_NT_CLOSES,
    [WS_TAG_DD] = SPEC | WS_NT_DEF_ITEM | WS_NT_CLOSES | OUT,
    [WS_TAG_DETAILS] = SPEC | P,
    [WS_TAG_DIALOG] = P,
    [WS_TAG_DIR] = SPEC | P,
    [WS_TAG_DIV] = WS_NT_SPECIAL | P | OUT,
    [WS_TAG_DL] = SPEC | P | OUT,
    [WS_TAG_DT] = SPEC | WS_NT_DEF_ITEM | WS_NT_CLOSES | OUT,
    [WS_TAG_EM] = FMT | OUT,
    [WS_TAG_FIELDSET] = SPEC | P,
    [WS_TAG_FIGCAPTION] = SPEC | P,
    [WS_TAG_FIGURE] = SPEC | P,
    [WS_TAG_FONT] = FMT,
    [WS_TAG_FOOTER] = SPEC | P,
    [WS_TAG_FORM] = SPEC | P,
    [WS_TAG_FRAME] = SPEC,
    [WS_TAG_FRAMESET] = SPEC,
    [WS_TAG_H1] = SPEC | P | WS_NT_HEADING | WS_NT_CLOSES | OUT,
    [WS_TAG_H2] = SPEC | P | WS_NT_HEADING | WS_NT_CLOSES | OUT,
    [WS_TAG_H3] = SPEC | P | WS_NT_HEADING | WS_NT_CLOSES | OUT,
    [WS_TAG_H4] = SPEC | P | WS_NT_HEADING | WS_NT_CLOSES | OUT,
    [WS_TAG_H5] = SPEC | P | WS_NT_HEADING | WS_NT_CLOSES | OUT,
    [WS_TAG_H6] = SPEC | P | WS_NT_HEADING | WS_NT_CLOSES | OUT,
    [WS_TAG_HEAD] = SPEC | OUT,
    [WS_TAG_HEADER] = SPEC | P,
    [WS_TAG_HGROUP] = SPEC | P,
    [WS_TAG_HR] = SPEC | P | OUT,
    [WS_TAG_HTML] = SPEC,
    [WS_TAG_I] = FMT | OUT,
    [WS_TAG_IMG] = SPEC | OUT,
    [WS_TAG_INPUT] = SPEC,
    [WS_TAG_LI] = SPEC | WS_NT_CLOSES | OUT,
    [WS_TAG_LINK] = SPEC,
    [WS_TAG_LISTING] = SPEC | P | OUT | VERB,
    [WS_TAG_MAIN] = SPEC | P,
    [WS_TAG_MARQUEE] = SPEC | WS_NT_SCOPE,
    [WS_TAG_MENU] = SPEC | P | OUT,
    [WS_TAG_META] = SPEC | OUT,
    [WS_TAG_NAV] = SPEC | P,
    [WS_TAG_NOBR] = FMT | WS_NT_CLOSES | OUT,
    [WS_TAG_NOSCRIPT] = SPEC | WS_NT_SCOPE,
    [WS_TAG_OL] = SPEC | WS_NT_LIST | P | OUT,
    [WS_TAG_OPTGROUP] = WS_NT_CLOSES,
    [WS_TAG_OPTION] = WS_NT_CLOSES,
    [WS_TAG_P] = WS_NT_SPECIAL | P | OUT,
    [WS_TAG_PLAINTEXT] = SPEC | P | VERB,
    [WS_TAG_PRE] = SPEC | P | OUT | VERB,
    [WS_TAG_RB] = WS_NT_CLOSES,
    [WS_TAG_RP] = WS_NT_CLOSES,
    [WS_TAG_RT] = WS_NT_CLOSES,
    [WS_TAG_RTC] = WS_NT_CLOSES,
    [WS_TAG_RUBY] = OUT,
    [WS_TAG_S] = FMT | OUT,
    [WS_TAG_SEARCH] = SPEC | P,
    [WS_TAG_SECTION] = SPEC | P,
    [WS_TAG_SELECT] = SPEC,
    [WS_TAG_SMALL] = FMT | OUT,
    [WS_TAG_SOURCE] = SPEC,
    [WS_TAG_SPAN] = OUT,
    [WS_TAG_STRIKE] = FMT | OUT,
    [WS_TAG_STRONG] = FMT | OUT,
    [WS_TAG_SUB] = OUT,
    [WS_TAG_SUMMARY] = SPEC | P,
    [WS_TAG_SUP] = OUT,
    [WS_TAG_TABLE] = SPEC | WS_NT_SCOPE | WS_NT_TABLE_SCOPE | P | OUT,
    [WS_TAG_TBODY] = SPEC | WS_NT_ROWS | WS_NT_CLOSES,
    [WS_TAG_TD] = SPEC | WS_NT_SCOPE | WS_NT_CELL | WS_NT_CLOSES,
    [WS_TAG_TEXTAREA] = SPEC | VERB,
    [WS_TAG_TFOOT] = SPEC | WS_NT_ROWS | WS_NT_CLOSES,
    [WS_TAG_TH] = SPEC | WS_NT_SCOPE | WS_NT_CELL | WS_NT_CLOSES,
    [WS_TAG_THEAD] = SPEC | WS_NT_ROWS | WS_NT_CLOSES,
    [WS_TAG_TITLE] = SPEC,
    [WS_TAG_TR] = SPEC | WS_NT_ROW | WS_NT_CLOSES,
    [WS_TAG_TT] = FMT | OUT,
    [WS_TAG_U] = FMT | OUT,
    [WS_TAG_UL] = SPEC | WS_NT_LIST | P | OUT,
    [WS_TAG_VAR] = OUT,
    [WS_TAG_WBR] = SPEC,
    [WS_TAG_XMP] = SPEC | P | VERB,
    [WS_GONE_APPLET] = SPEC | WS_NT_SCOPE | WS_NT_HIDDEN,
    [WS_GONE_AREA] = SPEC,
    [WS_GONE_AUDIO] = WS_NT_HIDDEN,
    [WS_GONE_BASE] = SPEC,
    [WS_GONE_BASEFONT] = SPEC,
    [WS_GONE_BGSOUND] = SPEC,
    [WS_GONE_CANVAS] = WS_NT_HIDDEN,
    [WS_GONE_EMBED] = SPEC | OUT,
    [WS_GONE_IFRAME] = SPEC,
    [WS_GONE_KEYGEN] = SPEC,
    [WS_GONE_NOEMBED] = SPEC,
    [WS_GONE_NOFRAMES] = SPEC,
    [WS_GONE_OBJECT] = SPEC | WS_NT_SCOPE | WS_NT_HIDDEN,
    [WS_GONE_PARAM] = SPEC,
    [WS_GONE_SCRIPT] = SPEC,
    [WS_GONE_STYLE] = SPEC,
    [WS_GONE_TEMPLATE] = SPEC | WS_NT_SCOPE | WS_NT_TABLE_SCOPE | WS_NT_HIDDEN,
    [WS_GONE_TRACK] = SPEC,
    [WS_GONE_VIDEO] = WS_NT_HIDDEN,
};

const char *ws_name_string(unsigned name)
{
    return names[name];
}

enum ws_tag ws_tag_by_name(struct ws_slice name)
{
    unsigned tag = ws_name_lookup(name);
    return tag < WS_TAG_COUNT ? (enum ws_tag)tag : WS_TAG_UNKNOWN;
}

const char *ws_tag_name(enum ws_tag tag)
{
    return names[tag];
}
