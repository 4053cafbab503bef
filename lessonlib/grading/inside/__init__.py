"""The untrusted side: what runs in the sandbox, beside the submission. Nothing here knows an answer."""
