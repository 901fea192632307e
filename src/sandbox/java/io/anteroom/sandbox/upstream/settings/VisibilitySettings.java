package io.anteroom.sandbox.upstream.settings;

import java.util.List;

/**
 * How much of the truth the task and asset calls show.
 *
 * @param strangeStatuses words nobody knows, shown between the known stages, one after each
 * @param strangeMs how long each of them shows, milliseconds
 * @param vanishProbability how likely a task vanishes (404, and gone from the list), 0 to 1
 * @param vanishAfterMs how long after its creation, milliseconds
 * @param listLagMs how old the truth is that {@code POST /assets} shows, milliseconds
 * @param failedInList how {@code POST /assets} treats FAILED
 * @param listOffStatus with which status {@code POST /assets} is off (404, 405); null: it is on
 * @param cancelledAs the status that a cancelled task gets; FAILED comes with the error "cancelled"
 */
public record VisibilitySettings(
    List<String> strangeStatuses,
    long strangeMs,
    double vanishProbability,
    long vanishAfterMs,
    long listLagMs,
    FailedInList failedInList,
    Integer listOffStatus,
    String cancelledAs) {
  /** The truth, at once. */
  public static final VisibilitySettings CLEAR =
      new VisibilitySettings(List.of(), 0, 0, 0, 0, FailedInList.SHOWN, null, "FAILED");

  public VisibilitySettings {
    SettingChecks.present("visibility.strange_statuses", strangeStatuses);
    SettingChecks.present("visibility.failed_in_list", failedInList);
    SettingChecks.present("visibility.cancelled_as", cancelledAs);
    SettingChecks.atLeast("visibility.strange_ms", strangeMs, 0);
    SettingChecks.probability("visibility.vanish_probability", vanishProbability);
    SettingChecks.atLeast("visibility.vanish_after_ms", vanishAfterMs, 0);
    SettingChecks.atLeast("visibility.list_lag_ms", listLagMs, 0);
    SettingChecks.status("visibility.list_off_status", listOffStatus);
  }
}
