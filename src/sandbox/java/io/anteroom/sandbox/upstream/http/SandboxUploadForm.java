package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.content.StoredFile;

/**
 * A form with a file.
 *
 * @param file lies on disk; whoever got the form keeps it or deletes it
 */
record SandboxUploadForm(StoredFile file, RequestFields fields) {}
