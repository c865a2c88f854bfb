-- What the database itself refuses, whoever writes: two different people sign, the second one did not work on the case,
-- and nothing signed or done is changed afterwards.

CREATE TRIGGER signature_is_on_the_newest_decision BEFORE INSERT ON signature
WHEN NEW.step IS NOT (SELECT max(seq) FROM case_step WHERE "case" = NEW."case" AND act = 'decide')
  OR NEW.step IS NOT (
    SELECT max(seq) FROM case_step WHERE "case" = NEW."case"
    AND act IN ('open', 'adjudicate', 'attach', 'set_aside', 'ask', 'answer', 'decide', 'send_back', 'reopen', 'withdraw'))
BEGIN SELECT RAISE(ABORT, 'that is not the case as it was last decided'); END;

CREATE TRIGGER signer_has_the_role BEFORE INSERT ON signature
WHEN NEW.role IS NOT (
    SELECT role FROM account WHERE active = 1
    AND seq = (SELECT max(seq) FROM account WHERE name = NEW.person))
BEGIN SELECT RAISE(ABORT, 'the signer does not have that role'); END;

CREATE TRIGGER approver_signs_second BEFORE INSERT ON signature
WHEN NEW.role = 'approver' AND NOT EXISTS (
    SELECT 1 FROM signature
    WHERE step = NEW.step AND decision = NEW.decision AND memo = NEW.memo AND role = 'analyst')
BEGIN SELECT RAISE(ABORT, 'no analyst has signed this decision and memo'); END;

CREATE TRIGGER approver_did_not_work_on_it BEFORE INSERT ON signature
WHEN NEW.role = 'approver' AND EXISTS (
    SELECT 1 FROM case_step WHERE "case" = NEW."case" AND person = NEW.person
    AND act IN ('open', 'adjudicate', 'attach', 'set_aside', 'ask', 'answer', 'decide', 'memo', 'sign', 'reopen'))
BEGIN SELECT RAISE(ABORT, 'the approver worked on the case'); END;

CREATE TRIGGER signature_is_not_changed BEFORE UPDATE ON signature
BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END;

CREATE TRIGGER signature_is_not_removed BEFORE DELETE ON signature
BEGIN SELECT RAISE(ABORT, 'a signature is never removed'); END;

CREATE TRIGGER approval_needs_two_signatures BEFORE INSERT ON case_step
WHEN (NEW.act = 'approve') <> (NEW.state = 'approved') OR (NEW.act = 'approve' AND 2 <> (
    SELECT count(*) FROM signature WHERE step = (
        SELECT max(seq) FROM case_step WHERE "case" = NEW."case"
        AND act IN ('open', 'adjudicate', 'attach', 'set_aside', 'ask', 'answer', 'decide', 'send_back', 'reopen', 'withdraw'))))
BEGIN SELECT RAISE(ABORT, 'two people have not signed'); END;

CREATE TRIGGER step_is_not_changed BEFORE UPDATE ON case_step
BEGIN SELECT RAISE(ABORT, 'a step is never changed'); END;

CREATE TRIGGER step_is_not_removed BEFORE DELETE ON case_step
BEGIN SELECT RAISE(ABORT, 'a step is never removed'); END;
