-- Why a task ended without success, for machines (io.anteroom.task.FailureReason): beside the words in "error" and the
-- upstream's HTTP status in "error_status". Its events carry the same, so that a stream tells what the task does.
alter table task add column failure_reason text;
alter table task_event add column failure_reason text, add column error_status int;
