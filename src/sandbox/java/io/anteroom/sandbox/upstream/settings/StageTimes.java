package io.anteroom.sandbox.upstream.settings;

/**
 * How long each stage before the end takes (source: seed, "File Sync Status"). Real work that takes
 * longer than its stage prolongs the stage.
 *
 * @param initializing before anything happens
 * @param downloading fetching the URL; passed over for uploads and text
 * @param uploading writing to permanent storage
 * @param processing extracting and indexing
 */
public record StageTimes(
    StageTime initializing, StageTime downloading, StageTime uploading, StageTime processing) {
  /** Every stage over as soon as its work is. */
  public static final StageTimes NONE =
      new StageTimes(StageTime.NONE, StageTime.NONE, StageTime.NONE, StageTime.NONE);

  public StageTimes {
    SettingChecks.present("initializing", initializing);
    SettingChecks.present("downloading", downloading);
    SettingChecks.present("uploading", uploading);
    SettingChecks.present("processing", processing);
  }
}
