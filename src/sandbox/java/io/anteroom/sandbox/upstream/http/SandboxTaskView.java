package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.Asset;

/** A task as the API shows it; {@code error} is left out where there is none. */
record SandboxTaskView(String taskId, String status, String assetId, String error) {

  static SandboxTaskView of(Asset asset) {
    return new SandboxTaskView(asset.taskId(), asset.status(), asset.assetId(), asset.error());
  }
}
