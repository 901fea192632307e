package io.anteroom.sandbox.upstream.assets;

import java.util.Set;

/**
 * The words for where a task is (source: seed, "File Sync Status"). Not an enum, since a sandbox
 * may be set to show words that nobody knows.
 */
public final class SandboxTaskStatus {
  public static final String INITIALIZING = "INITIALIZING";
  public static final String DOWNLOADING = "DOWNLOADING";
  public static final String UPLOADING = "UPLOADING";
  public static final String PROCESSING = "PROCESSING";
  public static final String DONE = "DONE";
  public static final String FAILED = "FAILED";

  /** Only of a cancelled task, and only where the settings say so. */
  public static final String CANCELLED = "CANCELLED";

  private static final Set<String> ENDS = Set.of(DONE, FAILED, CANCELLED);

  private SandboxTaskStatus() {}

  static boolean isEnd(String status) {
    return ENDS.contains(status);
  }
}
