package io.anteroom.sandbox.upstream.settings;

/**
 * Where content is kept and how much of it is taken. Sizes are bytes.
 *
 * @param folder where the bytes of assets are kept; null: a temporary folder, deleted at the end.
 *     Read once, at the start
 * @param filesFolder what {@code /_sandbox/files/} serves; null: nothing
 * @param maxIndexBytes largest file to index, uploaded or downloaded (source: the API's FAQ, 2 GB)
 * @param maxSearchBytes largest file to search with (source: the API's FAQ, 50 MB)
 * @param maxJsonBytes largest JSON body
 * @param maxTextChars characters of an asset's text that are kept and can be found
 * @param connectTimeoutMs how long a download waits for a connection, milliseconds
 * @param downloadTimeoutMs how long a download may stand still, milliseconds
 * @param workers threads that extract and index. Read once, at the start
 */
public record ContentSettings(
    String folder,
    String filesFolder,
    long maxIndexBytes,
    long maxSearchBytes,
    long maxJsonBytes,
    int maxTextChars,
    int connectTimeoutMs,
    int downloadTimeoutMs,
    int workers) {

  public ContentSettings {
    SettingChecks.atLeast("content.max_index_bytes", maxIndexBytes, 1);
    SettingChecks.atLeast("content.max_search_bytes", maxSearchBytes, 1);
    SettingChecks.atLeast("content.max_json_bytes", maxJsonBytes, 1);
    SettingChecks.atLeast("content.max_text_chars", maxTextChars, 1);
    SettingChecks.atLeast("content.connect_timeout_ms", connectTimeoutMs, 1);
    SettingChecks.atLeast("content.download_timeout_ms", downloadTimeoutMs, 1);
    SettingChecks.atLeast("content.workers", workers, 1);
  }

  /** The bounds of the FAQ, a temporary folder and two workers. */
  public static ContentSettings usual() {
    return new ContentSettings(
        null, null, 2L << 30, 50L << 20, 16L << 20, 1_000_000, 5_000, 30_000, 2);
  }
}
