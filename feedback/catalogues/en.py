"""English."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    phrases={
        "reminder": "A little reminder: we would still love to hear from you.",
        "thanks": "Thank you! Your answer helps us do better.",
        "noted": "Noted, thank you.",
        "changed": "Changed. Thank you for putting it right.",
        "skipped": "No problem, we leave that one out.",
        "welcome": "Hello! Here you can tell {title} how it went. If you have a code, from a receipt or "
        "a poster, just type it.",
        "code_unknown": "That code is not known here, or it has been used. Could you look once more?",
        "code_not_yours": "That code or link is meant for somebody else, and it stays good for them. If "
        "you have one of your own, just type it here.",
        "linked": "Done: both chats belong to you now. {off} takes this one out again.",
        "link_code": "Your code is {code}. Write it within ten minutes in your other chat with us, and both "
        "are yours. Give it to nobody: whoever writes it sees and shares this chat's answers.",
        "link_same": "That is the code of this very chat. Write it in your other one.",
        "link_two": "Both chats are known to us as two different customers, so they cannot be linked here. "
        "Nothing was changed.",
        "link_told": "Another chat is linked with this one now: {chat}. If that was not you, write {off} "
        "here.",
        "link_off": "Done: this chat is on its own again. What was said in it before stays where it was. "
        "{link} links it anew.",
        "link_none": "This chat is not linked with any other. {link} gives you a code for that.",
        "code_often": "Those were several codes that we do not know. Please try again in ten minutes.",
        "chat_web": "the web chat",
        "channels_one": "We ask you here only: {chat}. {link} links another chat of yours.",
        "channels_which": "Which chat shall we ask you in? Until you choose, it is the newest one: {chat}.",
        "channels_fallback": "If that one fails some day, may we ask in another chat of yours? Without your "
        "yes we do not.",
        "channels_set": "Noted. From now on we ask you here: {chat}.",
        "channels_yes": "Noted. If your chat fails, a question may come in another one, once.",
        "channels_no": "Noted. If your chat fails, we do not ask in another one.",
        "help": "What you can write here:\n{c}stop – no more questions\n{c}pause 30d – none for a "
        "while\n{c}language de – another language\n{c}link – link another chat of yours\n{c}channels – "
        "which chat we ask in\n{c}privacy, {c}mydata, {c}forget – your data",
        "help_team": "This is the room of the team “{team}”; what concerns the team will come "
        "here.\n{c}help – this help\n{c}language de – another language in this room\n{c}team CODE – make "
        "it another team's room",
        "help_room": "This is no team's room yet. Whoever runs Aftertouch makes a code with “aftertouch team "
        "invite NAME”; write {command} and that code here.",
        "team_joined": "This is the room of the team “{team}” now. What concerns the team will come here; "
        "{help} tells what can be written.",
        "team_where": "That belongs into the team's own group or channel: write {command} and the code.",
        "team_hello": "Hello, team “{team}”! This is a test: what concerns you will come here.",
        "nothing_open": "Nothing is open right now. We will be glad to hear from you next time.",
        "expired": "This question has closed by now, so your answer could not be saved. Thank you all the "
        "same!",
        "closed": "You have answered everything here already, and it can no longer be changed. Thank you!",
        "late_tap": "That was an earlier question and it has closed; nothing was changed.",
        "not_yours": "This question is for somebody else, so your answer does not count here. Thank you "
        "all the same!",
        "doubt_unhappy": "You chose “{rating}”, but your words sound unhappy. Which should count?",
        "doubt_happy": "You chose “{rating}”, but your words sound happy. Which should count?",
        "keep": "Keep {rating}",
        "change": "Change my answer",
        "stopped": "We will not ask you anything any more. Send {c}start if you change your mind.",
        "resumed": "Welcome back! We will ask you again from time to time.",
        "paused": "We will leave you in peace until {until}.",
        "language_set": "From now on we write to you in {language}.",
        "language_name": "English",
        "privacy_notice": "Your answers help us improve. {c}mydata shows what we keep, {c}forget erases it, "
        "{c}stop ends all questions.",
        "file_refused": "Your answer is kept, but what came with it is not: we take pictures, sound, "
        "documents and plain text of up to 20 MB.",
        "file_gone": "Your answer is kept, but we could not fetch what came with it. Sorry about that.",
        "were_away": "We were away for a while. If you have answered this already, please tap once more.",
        "mydata_here": "Here is all that we keep about you: one file to read, one for programs.",
        "forget_ask": "Shall we erase all that we keep about you? That cannot be undone. You have an "
        "hour to decide.",
        "forget_yes": "Yes, erase everything",
        "forget_no": "No, keep it",
        "forget_kept": "Everything stays as it is; nothing was erased.",
        "forget_late": "You had an hour for that, so nothing was erased. Send {c}forget and we ask you anew.",
        "forgotten": "Done: all that we kept about you is erased, the address of this chat as well. What "
        "stands in this chat, and what others were sent already, is out of our reach. Goodbye, and "
        "thank you!",
        "nothing_kept": "We keep nothing about you.",
        "file_title": "What {title} keeps about you",
        "file_you": "You",
        "file_chat": "We ask you here, as you chose: {chat}",
        "file_chat_newest": "We ask you in your newest chat, as you have chosen none",
        "file_falls_back": "If your chat fails, a question may come in another one, as you allowed",
        "file_stays": "If your chat fails, you are not asked in another one",
        "file_stopped": "No more questions, as you wished, since {day}",
        "file_paused": "No questions until {day}, as you wished",
        "file_apart": "You took this chat out of a link; only you can link it again",
        "file_asked_before": "What you were asked before that, which still counts: {count}",
        "file_addresses": "Where we write to you",
        "file_visits": "What we were told of",
        "file_messages": "What we wrote to you",
        "file_answers": "What you answered",
        "file_enclosures": "What you sent along",
        "file_raw": "Your messages as they came in: {count}",
        "file_nothing": "nothing",
        "file_replaced": "replaced later",
        "file_skipped": "left out",
        "reask_not_a_choice": "Sorry, I did not understand that. Please pick one of the answers.",
        "reask_too_many_choices": "That is too many. Please pick at most {most}.",
        "reask_not_a_number": "Sorry, I did not understand that. Please give a number from {low} to {high}.",
        "reask_out_of_range": "Please give a whole number from {low} to {high}.",
        "reask_empty": "That arrived empty. Could you send your answer again?",
        "reask_too_long": "That is longer than we can keep. Could you put it in at most {most} characters?",
        "required": "We do need an answer to this one. Could you try once more?",
        "skip": "Skip",
        "other": "Something else",
        "yes": "Yes",
        "no": "No",
        "reply_number": "Reply with a number from {low} to {high}.",
        "reply_choice": "Reply with the number of your choice.",
        "reply_choices": "Reply with the numbers of your choices, for example 1, 2.",
        "reply_at_most": "Pick at most {most}.",
        "reply_own_words": "You can also write your own words.",
        "reply_text": "Just write your answer.",
        "reply_skip": "To leave this out, reply “{word}”.",
        "point_of": "{value} of {top}",
        "point_of_named": "{value} of {top}, {name}",
        "very_bad": "very bad",
        "bad": "bad",
        "okay": "okay",
        "good": "good",
        "very_good": "very good",
        "very_dissatisfied": "very dissatisfied",
        "dissatisfied": "dissatisfied",
        "neither_satisfied": "neither satisfied nor dissatisfied",
        "satisfied": "satisfied",
        "very_satisfied": "very satisfied",
        "strongly_disagree": "strongly disagree",
        "disagree": "disagree",
        "rather_disagree": "rather disagree",
        "neither_agree": "neither agree nor disagree",
        "rather_agree": "rather agree",
        "agree": "agree",
        "strongly_agree": "strongly agree",
        "not_likely": "not at all likely",
        "very_likely": "extremely likely",
    },
    numbers=counted("zero|nought, one, two, three, four, five, six, seven, eight, nine, ten"),
    out_of=words("out of, of"),
    stars=words("star, stars"),
    points=words("point, points"),
    joins=words("and"),
    contrasts=words("but, except, however, although, though, only"),
    yes=words(
        "yes, y, yes please, yeah, yep, yup, yea, sure, of course, absolutely, definitely, certainly, "
        "indeed, it did, it was, they did, i did, i do, i would, all good"
    ),
    no=words(
        "no, n, no thanks, no thank you, nope, nah, not really, not at all, never, it did not, it didn't, "
        "it was not, it wasn't, they did not, they didn't, i did not, i didn't, i don't, i wouldn't"
    ),
    skip=words("skip, skip this, next, pass"),
    non_answers=words(
        "n/a, na, n.a, not applicable, none given, no comment, no comments, did not answer, no answer, no "
        "reply, not answered, don't know, dont know, do not know, i don't know, i dont know, dunno, idk, "
        "not sure, unsure, can't say, cannot say, prefer not to say, rather not say, no opinion, no idea, "
        "pass, skip, nil, blank, no response, not known, unknown, can't remember, cannot remember, can't "
        "think of anything, test, test test, testing, not at this time, no thoughts, i have nothing to say, "
        "skip this, i'd rather not, rather not, don't remember, i don't remember, can't recall, that's "
        "all, thats all, that's it, thats it, later, xx"
    ),
    nothing=words(
        "nil, nothing, nothing really, nothing to report, "
        "nothing at all, nothing else, nothing to add, nothing to improve, "
        "nothing to say, nothing to change, nothing comes to mind, nothing i can think of, nothing needed, "
        "no, nope, none, non, no thanks, no thank you, no problem, no problems, no issues, no issue, no "
        "complaints, no complaint, no improvement, no improvements, no improvement needed, no improvements "
        "needed, no change, no changes, no changes needed, nope all good, no all good, all good, all fine, "
        "all ok, nothing all good, not a thing, not really, no not really, no nothing, nowt, leave it as "
        "it is, keep it up, keep up the good work, couldn't be better, could not be better, can't fault "
        "it, can't fault anything, cannot fault anything, can't improve, can't be improved, happy with "
        "everything, everything was fine, everything was good, everything was great, everything is fine, "
        "everything fine, everything ok"
    ),
    everything=words(
        "everything, all of it, the whole thing, the lot, all, everything really, pretty much "
        "everything, absolutely everything"
    ),
    fillers=words(
        "thanks, thank you, thank, thx, thankyou, ty, please, pls, plz, sorry, really, honestly, tbh, "
        "lol, ta, cheers, from me, from my side, at the moment, at present, at this time, right now, "
        "for now, so far, as such, actually, just, i think, i guess, to be honest, this time, today, "
        "other, further, guys"
    ),
    feelings=felt(
        {
            2: "everything was perfect, everything was excellent, everything was great, "
            "excellent, amazing, awesome, perfect, fantastic, brilliant, outstanding, wonderful, superb, "
            "exceptional, flawless, incredible, love it, loved it, the best, very good, very happy, "
            "very satisfied, really good, highly recommended, first class, top notch, marvellous, "
            "10 out of 10, five stars",
            1: "no complaints, "
            "all good, all fine, all ok, everything was fine, everything was good, everything is fine, "
            "good, great, nice, happy, satisfied, helpful, friendly, pleased, efficient, pleasant, "
            "professional, fast, quick, easy, well done, polite, kind, caring, smooth, quite good, pretty "
            "good, fine thanks, not bad, thank you, thanks, cheers, cool, super, lovely, useful, "
            "recommended, delighted",
            0: "ok, okay, fine, average, so so, so-so, neutral, alright, all right, adequate, mediocre, "
            "acceptable, normal, as expected, it was ok, it was okay, mixed",
            -1: "meh, "
            "bad, poor, slow, unhappy, disappointed, disappointing, late, rude, not good, not great, "
            "unhelpful, annoying, annoyed, confusing, frustrating, frustrated, dissatisfied, unsatisfied, "
            "unprofessional, expensive, dirty, boring, not happy, not satisfied, not helpful, difficult, "
            "complicated, cold, could be better",
            -2: "terrible, awful, horrible, horrendous, dreadful, appalling, disgusting, useless, worst, "
            "the worst, atrocious, abysmal, disgraceful, unacceptable, hate it, hated it, very bad, very "
            "poor, very unhappy, very dissatisfied, scam, shocking, rubbish, crap, disaster, never again, "
            "zero stars",
        }
    ),
    questions=QuestionWords(
        improvement=words(
            "improv, be better, do better, done better, been better, doing better, make it better, make "
            "this better, work better, better next, change, differently, wish, missing, miss, suggest, "
            "lack, need from us, add to make"
        ),
        problem=words(
            "wrong, problem, issue, trouble, complain, annoy, bother, disappoint, dislike, not like, "
            "didn't like, don't like, didn't you like, don't you like, not you like, least, put you "
            "off, stopped you, stop you, held you back, hold you back, keeps you from, kept you from, "
            "stuck, frustrat, upset, worst, unhappy, go bad, went bad, bad about, too hard, too long, "
            "long wait, delay, confus, unclear, hiccup, difficult, pain"
        ),
        praise=words(
            "like most, like best, like about, you like, enjoy, you love, best part, best bit, best "
            "thing, was best, good about, good, well, stood out, stand out, highlight, favourite, "
            "favorite, helped most, impress, worked for you, convinced, solved, resolved, fixed, sorted"
        ),
        reason=words("why, reason, what made you, what makes you, because, how come, what led you"),
        more=words(
            "anything else, anything to add, anything you would like to, anything you'd like to, "
            "anything you want to, anything left, anything to say, anything to tell, any other, like to "
            "add, want to add, like to say, want to say, like to tell, want to tell, want us to know, "
            "like us to know, comment, feedback, remark, last words, any thoughts, other thoughts, "
            "anything about, tell us more, is there anything, is there something, do you have any"
        ),
        amount=words(
            "how many, how much, how long, how often, how old, how far, when, what time, which, what "
            "number, your number"
        ),
        closed=words(
            "did, was, were, is, are, do, does, have, has, had, can, could you, would you, will, all "
            "good, all ok, everything ok, everything"
        ),
    ),
)
