"""English."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
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
    help=words("help"),
    language=words("language"),
    privacy=words("privacy"),
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
