package io.anteroom.task;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/**
 * One thing to index, from accept to end, as readers see it. Immutable here: a task changes by the
 * statements of this package, each of which also writes its event.
 */
@Entity
@Immutable
public class Task extends PanacheEntityBase {

  @Id public UUID id;
  public String client;
  public String account;

  @Convert(converter = EnumLabels.OfKind.class)
  public TaskKind kind;

  @Column(name = "collection_id")
  public String collectionId;

  /** Below the spool; null where there is no file, or it is no longer needed. */
  @Column(name = "file_path")
  public String filePath;

  @Column(name = "file_name")
  public String fileName;

  @Column(name = "file_type")
  public String fileType;

  @Column(name = "file_size")
  public Long fileSize;

  @Column(name = "file_sha256")
  public String fileSha256;

  /** Whether what the client sent is still kept. */
  @Formula("request is not null")
  public boolean requestKept;

  public String reference;
  public int priority;

  @Column(name = "deadline_at")
  public Instant deadlineAt;

  @Column(name = "callback_url")
  public String callbackUrl;

  @Column(name = "retry_of")
  public UUID retryOf;

  public UUID batch;

  public String workload;

  /** Where its accept stands in a trace (W3C Trace Context); null where it does in none. */
  public String traceparent;

  @Enumerated(EnumType.STRING)
  public TaskStatus status;

  @Column(name = "upstream_status")
  public String upstreamStatus;

  @Column(name = "upstream_note")
  public String upstreamNote;

  @Convert(converter = EnumLabels.OfPhase.class)
  public Phase phase;

  public int attempt;

  @Column(name = "cancel_requested")
  public boolean cancelRequested;

  /** No submit before; null where it is not delayed. */
  @Column(name = "not_before")
  public Instant notBefore;

  @Column(name = "upstream_task_id")
  public String upstreamTaskId;

  @Column(name = "asset_id")
  public String assetId;

  public String error;

  @Column(name = "error_status")
  public Integer errorStatus;

  @Column(name = "failure_reason")
  public String failureReason;

  @Column(name = "event_no")
  public int eventNo;

  @Column(name = "accepted_at")
  public Instant acceptedAt;

  @Column(name = "submitted_at")
  public Instant submittedAt;

  @Column(name = "in_doubt_since")
  public Instant inDoubtSince;

  @Convert(converter = EnumLabels.OfDoubt.class)
  public InDoubtReason doubt;

  @Column(name = "next_check_at")
  public Instant nextCheckAt;

  @Column(name = "updated_at")
  public Instant updatedAt;

  @Column(name = "ended_at")
  public Instant endedAt;

  public boolean hasEnded() {
    return phase == Phase.ENDED;
  }

  /** Its file in the spool; null where there is none, or it is no longer needed. */
  public StoredFile file() {
    return filePath == null
        ? null
        : new StoredFile(filePath, fileName, fileType, fileSize, fileSha256);
  }

  /** Why it ended without success; null where it has not. */
  public TaskFailure failure() {
    return TaskFailure.stored(failureReason, errorStatus, error);
  }

  /** The step it is in, as clients see it: a cancel that was asked for shows at once. */
  public Phase shownPhase() {
    return cancelRequested && !hasEnded() ? Phase.CANCELLING : phase;
  }
}
