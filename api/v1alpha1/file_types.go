// Copyright 2026 The operator-engine authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// File is one file, or a folder of them, to bring onto the volume.
//
// +kubebuilder:validation:XValidation:rule="(has(self.url) ? 1 : 0) + (has(self.urlFrom) ? 1 : 0) + (has(self.claim) ? 1 : 0) == 1",message="a file must have exactly one of url, urlFrom and claim"
type File struct {
	// url to download from: http, https, s3 or ipfs; or data, which has the content in itself. One of s3 that ends in a
	// slash, and one of ipfs that is a directory, are folders.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	// +kubebuilder:validation:XValidation:rule=`(self.startsWith('https://') && self.size() > 8 && !self.startsWith('https:///')) || (self.startsWith('http://') && self.size() > 7 && !self.startsWith('http:///')) || (self.startsWith('s3://') && self.size() > 5 && !self.startsWith('s3:///')) || (self.startsWith('ipfs://') && self.size() > 7 && !self.startsWith('ipfs:///')) || self.startsWith('data:')`,message="url must begin with http://, https://, s3://, ipfs:// or data: and name a server, a bucket or a CID, such as https://example.com/data.csv"
	URL string `json:"url,omitempty"`

	// urlFrom takes the url from a Secret of this namespace. The provider's ALLOWED_SECRETS must allow its name.
	// +optional
	URLFrom *SecretKeyReference `json:"urlFrom,omitempty"`

	// claim is a file or a folder on an existing volume.
	// +optional
	Claim *ClaimPath `json:"claim,omitempty"`

	// headersFrom takes headers for http and https from a Secret of this namespace: lines of `Name: value`. The provider's
	// ALLOWED_SECRETS must allow its name.
	// +optional
	HeadersFrom *SecretKeyReference `json:"headersFrom,omitempty"`

	// credentialsFrom is a Secret of this namespace with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for s3, perhaps also
	// AWS_SESSION_TOKEN, AWS_REGION and AWS_ENDPOINT_URL. Without it, s3 is read as anybody may. The provider's
	// ALLOWED_SECRETS must allow its name.
	// +optional
	CredentialsFrom *CredentialsReference `json:"credentialsFrom,omitempty"`

	// sha256 of the content in lower-case hex. A download that differs fails.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:XValidation:rule=`self.size() == 64 && !self.matches('[^a-f\\d]')`,message="sha256 must be 64 hex digits in lower case, as sha256sum writes them"
	SHA256 string `json:"sha256,omitempty"`
}

// ClaimPath is a file or a folder on a PersistentVolumeClaim of the workflow's own namespace.
type ClaimPath struct {
	// name of the claim. The provider's ALLOWED_CLAIMS must allow it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`

	// path on its volume, without a slash at the beginning.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Path string `json:"path"`
}

// CredentialsReference names a Secret of the workflow's own namespace with the keys of an account.
type CredentialsReference struct {
	// name of the Secret.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`
}

// SecretKeyReference names one key of a Secret of the workflow's own namespace.
type SecretKeyReference struct {
	// name of the Secret.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`

	// key in the Secret.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Key string `json:"key"`
}
