package io.anteroom.sandbox.upstream.http;

/** An asset in a list. */
sealed interface AssetDocument permits AssetView, HitView {

  /** JSON. */
  String metadata();
}
