//! What every error code of the API means, what usually causes it, and what to do.

/// An error code of the API.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct Code {
    /// The code as it stands in the body.
    pub code: &'static str,
    /// The HTTP status that it comes with.
    pub status: u16,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// What usually causes it.
    pub causes: &'static [&'static str],
    /// What to do about it.
    pub remedies: &'static [&'static str],
    /// A message as it may stand in the body.
    pub message: &'static str,
}

/// Every error code, by status.
pub static CODES: [Code; 13] = [
    Code {
        code: "BAD_REQUEST",
        status: 400,
        meaning: "The request cannot be read, or a required field is missing or has the wrong type.",
        causes: &[
            "The body is not valid JSON, or is empty.",
            "A required field is missing, misspelt or null.",
            "A query parameter has the wrong form, such as a date that is no day of the calendar.",
            "A page cursor was changed or belongs to another list.",
        ],
        remedies: &[
            "Read the message: it names the field and says what would be right.",
            "Compare your request with the example of the operation.",
            "Do not retry it unchanged.",
        ],
        message: "invalid_type in 'customerId': Required",
    },
    Code {
        code: "UNAUTHORIZED",
        status: 401,
        meaning: "The request carries no valid access token.",
        causes: &[
            "The Authorization header is missing or is not of the form Bearer <token>.",
            "The token has expired or was revoked.",
            "The client's secret is wrong when asking for a token.",
        ],
        remedies: &[
            "Ask for a new token at /oauth/token and repeat the request once.",
            "If the new token is refused as well, check the client's id and secret.",
        ],
        message: "The access token is missing or not valid.",
    },
    Code {
        code: "PAYMENT_REQUIRED",
        status: 402,
        meaning: "Your organization is suspended.",
        causes: &["The operator of this server has suspended the organization that the token belongs to."],
        remedies: &[
            "Ask the operator of this server. Nothing is lost; requests work again once the organization is active.",
        ],
        message: "The organization is suspended.",
    },
    Code {
        code: "FORBIDDEN",
        status: 403,
        meaning: "The token is valid but may not do this.",
        causes: &[
            "The token lacks the scope that the operation needs: read:* for GET, write:* for everything else.",
            "The token belongs to a customer, and the operation is for clients only.",
        ],
        remedies: &["Use a client that has the scope.", "Ask the operator to grant it."],
        message: "This needs the scope write:*.",
    },
    Code {
        code: "NOT_FOUND",
        status: 404,
        meaning: "There is nothing at this path, or nothing that you may know of.",
        causes: &[
            "The id is misspelt, or of something that was deleted.",
            "The id belongs to another organization; that looks the same on purpose.",
            "The path is misspelt.",
        ],
        remedies: &[
            "Check the id's prefix: cus_ for customers, inv_ for invoices, and so on.",
            "Look the thing up by your own id with the external_id filter of its list.",
        ],
        message: "There is no such customer.",
    },
    Code {
        code: "METHOD_NOT_ALLOWED",
        status: 405,
        meaning: "The path exists, but not with this method.",
        causes: &["A POST was sent where a PUT or PATCH is meant, or the other way round."],
        remedies: &["Use one of the methods in the Allow header of the answer."],
        message: "Use GET or POST here.",
    },
    Code {
        code: "CONFLICT",
        status: 409,
        meaning: "The request contradicts what is stored.",
        causes: &[
            "Something with the same external id, slug or number exists already.",
            "The thing was changed by somebody else at the same moment.",
        ],
        remedies: &[
            "Read the stored state and decide again.",
            "To replace what is there, use the operation that updates it.",
        ],
        message: "Another plan has the slug 'fixed'.",
    },
    Code {
        code: "PAYLOAD_TOO_LARGE",
        status: 413,
        meaning: "The body is larger than the server takes.",
        causes: &["Too many records in one request.", "A file above the limit of its kind."],
        remedies: &["Send the records in smaller batches.", "Make the file smaller."],
        message: "The body is larger than 1 MiB.",
    },
    Code {
        code: "UNSUPPORTED_MEDIA_TYPE",
        status: 415,
        meaning: "The body is of a kind that this operation does not read.",
        causes: &[
            "The Content-Type header is missing or wrong.",
            "A file is of another kind than its header says.",
        ],
        remedies: &["Send JSON with Content-Type: application/json, or the type that the operation names."],
        message: "Send the body as application/json.",
    },
    Code {
        code: "UNPROCESSABLE_ENTITY",
        status: 422,
        meaning: "The request is well-formed, but a rule forbids it.",
        causes: &[
            "The customer is disabled.",
            "The customer's plan has no portal, or its portal is closed.",
            "A value breaks a rule that spans several fields, such as an end before its start.",
        ],
        remedies: &[
            "Read the message: it names what stands in the way.",
            "Change that first, then repeat the request.",
        ],
        message: "The plan 'Fixed' has no portal that is open.",
    },
    Code {
        code: "TOO_MANY_REQUESTS",
        status: 429,
        meaning: "You have sent more requests than your limit allows.",
        causes: &[
            "A loop without a pause.",
            "Many workers that share one client.",
            "More than 30 links a minute for one customer.",
        ],
        remedies: &[
            "Wait as many seconds as the Retry-After header says, then go on.",
            "Watch the RateLimit header to stay below the limit.",
        ],
        message: "Too many requests. Try again in 12 seconds.",
    },
    Code {
        code: "INTERNAL_SERVER_ERROR",
        status: 500,
        meaning: "Something went wrong on the server, and not because of your request.",
        causes: &["A fault in the server or in something that it depends on."],
        remedies: &[
            "Repeat a GET after a moment; look at the stored state before you repeat a change.",
            "If it stays, tell the operator the requestId: the log has the rest.",
        ],
        message: "Something went wrong.",
    },
    Code {
        code: "SERVICE_UNAVAILABLE",
        status: 503,
        meaning: "The server cannot answer just now.",
        causes: &["The server is starting, stopping or under heavy load.", "Its database does not answer."],
        remedies: &["Repeat the request after the time in the Retry-After header, with growing pauses."],
        message: "The server is busy. Try again in a moment.",
    },
];
