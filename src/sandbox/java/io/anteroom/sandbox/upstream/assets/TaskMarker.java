package io.anteroom.sandbox.upstream.assets;

/** The marker that Anteroom puts into metadata: {@code <task id>.<attempt>}. */
public final class TaskMarker {
  /** Its key in the metadata. */
  public static final String METADATA_KEY = "anteroom_task";

  private TaskMarker() {}

  /** The task id of a marker: all before the last dot. */
  public static String taskId(String marker) {
    int dot = marker.lastIndexOf('.');
    return dot < 0 ? marker : marker.substring(0, dot);
  }
}
