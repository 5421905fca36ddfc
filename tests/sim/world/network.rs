//! The network, which drops, repeats, reorders and cuts.

use crate::plan::Fate;

use super::World;

impl World {
    /// The network carries one request, as well as it can.
    pub(super) fn carries(&mut self, request: &[u8], fate: Fate) -> Option<Vec<u8>> {
        let pick = |list: &[Vec<u8>], which: usize| list.get(which % list.len().max(1)).cloned();
        match fate {
            Fate::RequestLost => return None,
            Fate::EarlierAgain(which) => {
                if let Some(earlier) = pick(&self.requests, which) {
                    self.server_answers(&earlier);
                }
            }
            Fate::Twice => drop(self.server_answers(request)),
            Fate::Delivered | Fate::AnswerLost | Fate::AnswerCut | Fate::EarlierAnswer(_) => {}
        }
        let answer = self.server_answers(request);
        self.requests.push(request.to_vec());
        let answer = answer?;
        self.answers.push(answer.clone());
        match fate {
            Fate::AnswerLost => None,
            Fate::AnswerCut => Some(answer[..answer.len() / 2].to_vec()),
            Fate::EarlierAnswer(which) => pick(&self.answers, which),
            Fate::Delivered | Fate::Twice | Fate::EarlierAgain(_) | Fate::RequestLost => {
                Some(answer)
            }
        }
    }

    fn server_answers(&mut self, request: &[u8]) -> Option<Vec<u8>> {
        self.running.as_mut()?.answers(request)
    }
}
