/* lexicon_phrases_east.h - more phrases for the lists of lexicon_phrases.c; each ends with NULL. */
#ifndef WARCSIFT_LEXICON_PHRASES_EAST_H
#define WARCSIFT_LEXICON_PHRASES_EAST_H

extern const char *const ws_legal_east[], *const ws_linking_east[], *const ws_byline_east[];
extern const char *const ws_give_east[], *const ws_subscribe_east[], *const ws_follow_east[];
extern const char *const ws_republish_east[], *const ws_trade_east[], *const ws_notice_east[];
extern const char *const ws_contact_east[], *const ws_author_east[];

#endif
