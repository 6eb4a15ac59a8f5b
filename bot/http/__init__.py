"""The HTTP side: the API, the web chat and the pages, over the service and the store."""
