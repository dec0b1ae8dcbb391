"""问答: answers every sentence of which points at the words it rests on."""

from search.answers.answer import Answer, AnswerFigure, Claim, Nearest, Quotation
from search.answers.answerer import Answerer
from search.answers.question import Question, QuestionKind

__all__ = ["Answer", "AnswerFigure", "Answerer", "Claim", "Nearest", "Question", "QuestionKind", "Quotation"]
